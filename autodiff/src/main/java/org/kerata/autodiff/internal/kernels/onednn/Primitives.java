package org.kerata.autodiff.internal.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_backward;
import static org.bytedeco.dnnl.global.dnnl.dnnl_batch_normalization_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_batch_normalization_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_data_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_backward_weights_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_fuse_norm_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_avg_exclude_padding;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_max;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reorder_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_accurate;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_log;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_global_stats;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_scale;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_shift;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.jspecify.annotations.Nullable;

/** Creates the primitives that the tasks use. */
public final class Primitives {
    private Primitives() {}

    /** A product of matrices, (…, m, k) · (…, k, n), with a bias of shape (1, …, n) if there is one. */
    public static Primitive matmul(Layout a, Layout b, @Nullable Layout bias, Layout out, PostOps post) {
        return Primitive.create(
                "the product " + a + " · " + b + " = " + out,
                post,
                (d, attr) -> dnnl_matmul_primitive_desc_create(
                        d, Dnnl.engine(), a.md(), b.md(), orNull(bias), out.md(), attr));
    }

    /** A function of each element. */
    public static Primitive eltwise(int algorithm, float alpha, float beta, Layout layout) {
        return Primitive.create(
                "eltwise " + algorithm,
                new PostOps(),
                (d, attr) -> dnnl_eltwise_forward_primitive_desc_create(
                        d,
                        Dnnl.engine(),
                        dnnl_forward_inference,
                        algorithm,
                        layout.md(),
                        layout.md(),
                        alpha,
                        beta,
                        attr));
    }

    /** Softmax along an axis, or its logarithm. */
    public static Primitive softmax(Layout layout, int axis, boolean logarithm) {
        int algorithm = logarithm ? dnnl_softmax_log : dnnl_softmax_accurate;
        return Primitive.create(
                "softmax of " + layout,
                new PostOps(),
                (d, attr) -> dnnl_softmax_forward_primitive_desc_create(
                        d, Dnnl.engine(), dnnl_forward_inference, algorithm, layout.md(), layout.md(), axis, attr));
    }

    /** The same elements in another layout. */
    public static Primitive reorder(Layout from, Layout to) {
        return Primitive.create(
                "the reordering of " + from + " to " + to,
                new PostOps(),
                (d, attr) ->
                        dnnl_reorder_primitive_desc_create(d, from.md(), Dnnl.engine(), to.md(), Dnnl.engine(), attr));
    }

    /** A convolution. */
    public static Primitive convolution(
            Layout in, Layout kernel, @Nullable Layout bias, Layout out, Windows w, PostOps post) {
        return Primitive.create(
                "the convolution of " + in + " with " + kernel,
                post,
                (d, attr) -> forward(d, dnnl_forward_inference, in, kernel, bias, out, w, attr));
    }

    private static int forward(
            dnnl_primitive_desc d,
            int kind,
            Layout in,
            Layout kernel,
            @Nullable Layout bias,
            Layout out,
            Windows w,
            @Nullable dnnl_primitive_attr attr) {
        return dnnl_convolution_forward_primitive_desc_create(
                d,
                Dnnl.engine(),
                kind,
                dnnl_convolution_direct,
                in.md(),
                kernel.md(),
                orNull(bias),
                out.md(),
                w.strides(),
                w.dilation(),
                w.before(),
                w.after(),
                attr == null ? new dnnl_primitive_attr() : attr);
    }

    /** The gradient of a convolution's input. */
    public static Primitive convolutionBackwardData(Layout in, Layout kernel, Layout out, Windows w) {
        return Primitive.create("the gradient of the input " + in, new PostOps(), (d, attr) -> {
            dnnl_primitive_desc hint = new dnnl_primitive_desc();
            int status = forward(hint, dnnl_forward_training, in, kernel, null, out, w, null);
            if (status != 0) {
                return status;
            }
            try {
                return dnnl_convolution_backward_data_primitive_desc_create(
                        d,
                        Dnnl.engine(),
                        dnnl_convolution_direct,
                        in.md(),
                        kernel.md(),
                        out.md(),
                        w.strides(),
                        w.dilation(),
                        w.before(),
                        w.after(),
                        hint,
                        attr);
            } finally {
                dnnl_primitive_desc_destroy(hint);
            }
        });
    }

    /** The gradient of a convolution's kernel, and of its bias if there is a layout for it. */
    public static Primitive convolutionBackwardWeights(
            Layout in, Layout kernel, @Nullable Layout bias, Layout out, Windows w) {
        return Primitive.create("the gradient of the kernel " + kernel, new PostOps(), (d, attr) -> {
            dnnl_primitive_desc hint = new dnnl_primitive_desc();
            int status = forward(hint, dnnl_forward_training, in, kernel, bias, out, w, null);
            if (status != 0) {
                return status;
            }
            try {
                return dnnl_convolution_backward_weights_primitive_desc_create(
                        d,
                        Dnnl.engine(),
                        dnnl_convolution_direct,
                        in.md(),
                        kernel.md(),
                        orNull(bias),
                        out.md(),
                        w.strides(),
                        w.dilation(),
                        w.before(),
                        w.after(),
                        hint,
                        attr);
            } finally {
                dnnl_primitive_desc_destroy(hint);
            }
        });
    }

    /** The maximum or the mean of each window; with a memory of the places if the backward pass is to follow. */
    public static Primitive pool(boolean max, boolean training, Layout in, Layout out, long[] size, Windows w) {
        return Primitive.create(
                "the pooling of " + in, new PostOps(), (d, attr) -> pooling(d, max, training, in, out, size, w, attr));
    }

    private static int pooling(
            dnnl_primitive_desc d,
            boolean max,
            boolean training,
            Layout in,
            Layout out,
            long[] size,
            Windows w,
            @Nullable dnnl_primitive_attr attr) {
        return dnnl_pooling_forward_primitive_desc_create(
                d,
                Dnnl.engine(),
                training ? dnnl_forward_training : dnnl_forward_inference,
                max ? dnnl_pooling_max : dnnl_pooling_avg_exclude_padding,
                in.md(),
                out.md(),
                w.strides(),
                size,
                w.dilation(),
                w.before(),
                w.after(),
                attr == null ? new dnnl_primitive_attr() : attr);
    }

    /** The gradient of a pooling's input. */
    public static Primitive poolBackward(boolean max, Layout in, Layout out, long[] size, Windows w) {
        return Primitive.create("the gradient of the pooling of " + in, new PostOps(), (d, attr) -> {
            dnnl_primitive_desc hint = new dnnl_primitive_desc();
            int status = pooling(hint, max, true, in, out, size, w, null);
            if (status != 0) {
                return status;
            }
            try {
                return dnnl_pooling_backward_primitive_desc_create(
                        d,
                        Dnnl.engine(),
                        max ? dnnl_pooling_max : dnnl_pooling_avg_exclude_padding,
                        in.md(),
                        out.md(),
                        w.strides(),
                        size,
                        w.dilation(),
                        w.before(),
                        w.after(),
                        hint,
                        attr);
            } finally {
                dnnl_primitive_desc_destroy(hint);
            }
        });
    }

    /** Batch normalisation under given statistics, with a rectifier behind it if wanted. */
    public static Primitive batchNorm(Layout x, float epsilon, boolean relu) {
        return Primitive.create(
                "the batch normalisation of " + x,
                new PostOps(),
                (d, attr) -> dnnl_batch_normalization_forward_primitive_desc_create(
                        d,
                        Dnnl.engine(),
                        relu ? dnnl_forward_training : dnnl_forward_inference,
                        x.md(),
                        x.md(),
                        epsilon,
                        flags(relu),
                        attr));
    }

    /** The gradients of batch normalisation as if the statistics were constants. */
    public static Primitive batchNormBackward(Layout x, float epsilon, boolean relu) {
        return Primitive.create("the gradient of the batch normalisation of " + x, new PostOps(), (d, attr) -> {
            dnnl_primitive_desc hint = new dnnl_primitive_desc();
            int status = dnnl_batch_normalization_forward_primitive_desc_create(
                    hint,
                    Dnnl.engine(),
                    dnnl_forward_training,
                    x.md(),
                    x.md(),
                    epsilon,
                    flags(relu),
                    new dnnl_primitive_attr());
            if (status != 0) {
                return status;
            }
            try {
                return dnnl_batch_normalization_backward_primitive_desc_create(
                        d, Dnnl.engine(), dnnl_backward, x.md(), x.md(), x.md(), epsilon, flags(relu), hint, attr);
            } finally {
                dnnl_primitive_desc_destroy(hint);
            }
        });
    }

    private static int flags(boolean relu) {
        return dnnl_use_global_stats | dnnl_use_scale | dnnl_use_shift | (relu ? dnnl_fuse_norm_relu : 0);
    }

    static dnnl_memory_desc orNull(@Nullable Layout layout) {
        return layout == null ? new dnnl_memory_desc() : layout.md();
    }
}
