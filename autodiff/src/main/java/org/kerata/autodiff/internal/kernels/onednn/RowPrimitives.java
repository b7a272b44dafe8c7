package org.kerata.autodiff.internal.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_backward;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_layer_normalization_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_layer_normalization_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_rms_norm;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_accurate;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_scale;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_shift;

import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** Creates primitives that treat each row of a matrix by itself, and their gradients. */
public final class RowPrimitives {
    private RowPrimitives() {}

    /**
     * Layer normalisation of rows, which also gives the mean and the variance of each; or, without mean and shift, their division by the
     * root of the mean square, which stands in the variance's place.
     */
    public static Primitive layerNorm(Layout rows, Layout statistics, float epsilon, boolean rms) {
        return Primitive.create(
                "the normalisation of the rows of " + rows,
                new PostOps(),
                (d, attr) -> forward(d, rows, statistics, epsilon, rms, attr));
    }

    private static int forward(
            dnnl_primitive_desc d,
            Layout rows,
            Layout statistics,
            float epsilon,
            boolean rms,
            dnnl_primitive_attr attr) {
        return dnnl_layer_normalization_forward_primitive_desc_create(
                d,
                Dnnl.engine(),
                dnnl_forward_training,
                rows.md(),
                rows.md(),
                statistics.md(),
                epsilon,
                flags(rms),
                attr);
    }

    private static int flags(boolean rms) {
        return dnnl_use_scale | (rms ? dnnl_rms_norm : dnnl_use_shift);
    }

    /** The gradients of layer normalisation: of the rows, the scale and the shift. */
    public static Primitive layerNormBackward(Layout rows, Layout statistics, float epsilon) {
        return Primitive.create(
                "the gradient of the normalisation of the rows of " + rows, new PostOps(), (d, attr) -> {
                    dnnl_primitive_desc hint = new dnnl_primitive_desc();
                    int status = forward(hint, rows, statistics, epsilon, false, new dnnl_primitive_attr());
                    if (status != 0) {
                        return status;
                    }
                    try {
                        return dnnl_layer_normalization_backward_primitive_desc_create(
                                d,
                                Dnnl.engine(),
                                dnnl_backward,
                                rows.md(),
                                rows.md(),
                                rows.md(),
                                statistics.md(),
                                epsilon,
                                flags(false),
                                hint,
                                attr);
                    } finally {
                        dnnl_primitive_desc_destroy(hint);
                    }
                });
    }

    /** From softmax and the gradient that arrives at it the gradient of its input, along an axis. */
    public static Primitive softmaxBackward(Layout layout, int axis) {
        return Primitive.create("the gradient of softmax of " + layout, new PostOps(), (d, attr) -> {
            dnnl_primitive_desc hint = new dnnl_primitive_desc();
            int status = dnnl_softmax_forward_primitive_desc_create(
                    hint,
                    Dnnl.engine(),
                    dnnl_forward_training,
                    dnnl_softmax_accurate,
                    layout.md(),
                    layout.md(),
                    axis,
                    new dnnl_primitive_attr());
            if (status != 0) {
                return status;
            }
            try {
                return dnnl_softmax_backward_primitive_desc_create(
                        d,
                        Dnnl.engine(),
                        dnnl_softmax_accurate,
                        layout.md(),
                        layout.md(),
                        layout.md(),
                        axis,
                        hint,
                        attr);
            } finally {
                dnnl_primitive_desc_destroy(hint);
            }
        });
    }
}
