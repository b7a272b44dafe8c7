package org.kerata.autodiff.internal.compile;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Engine;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.internal.kernels.onednn.Execution;
import org.kerata.autodiff.internal.kernels.onednn.Layout;
import org.kerata.autodiff.internal.kernels.onednn.Primitive;
import org.kerata.autodiff.internal.kernels.onednn.Primitives;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;

/**
 * Batch normalisation under statistics that are known already, each slice on its own part of the batch, with the rectifier behind it in
 * the same pass.
 *
 * <p>Forward inputs: x, mean, variance, gamma, beta; outputs: y, and with a rectifier the workspace that remembers where it was open.
 * Backward inputs: x, mean, variance, gamma, dy, and the workspace; outputs: dx as if the statistics were constants, and the partial sums
 * of dgamma and dbeta, with an axis of slices in front.
 */
public final class BatchNormTask extends PrimitiveTask {
    private final double epsilon;
    private final boolean relu;
    private final boolean backward;

    BatchNormTask(
            String scope, double epsilon, boolean relu, boolean backward, List<Operand> inputs, List<Operand> outputs) {
        super("batch_norm" + (backward ? "_backward" : "") + (relu ? "+relu" : ""), scope, inputs, outputs);
        this.epsilon = epsilon;
        this.relu = relu;
        this.backward = backward;
    }

    /** Whether the fuser can take a batch norm apart into steps; if it cannot, the definition computes it. */
    public static Lowering.@Nullable Maker lower(OpNode n, Object attributes) {
        Tensor x = n.inputs().get(0);
        boolean fits = x.dtype() == DType.FLOAT32
                && x.size() > 0
                && x.rank() <= 5
                && x.shape().dim(0) >= Engine.slices();
        return !fits
                ? null
                : (in, out) -> {
                    throw new IllegalStateException("The fuser has left a " + n.name() + " whole.");
                };
    }

    private Operand x() {
        return inputs().get(0);
    }

    private long rows() {
        return x().shape().dim(0);
    }

    private static Layout layout(Shape x, long images) {
        return Layout.channelsLast(images, x.last(), x.slice(1, x.rank() - 1).dims());
    }

    /** The bytes in which so many images remember where the rectifier was open. */
    static long workspace(Shape x, double epsilon, long images) {
        return Primitives.batchNorm(layout(x, images), (float) epsilon, true).workspace();
    }

    @Override
    public void cut(int slices) {
        long n = rows();
        long row = x().size() / n;
        cutInto(slices);
        for (int s = 0; s < slices; s++) {
            long lo = n * s / slices * row;
            long hi = n * (s + 1) / slices * row;
            if (lo == hi) {
                continue;
            }
            for (int i = 0; i < inputs().size(); i++) {
                Operand o = inputs().get(i);
                boolean batch = i == 0 || (backward && i == 4);
                reads(i, s, batch ? o.part(lo, hi) : backward && i == 5 ? part(o, s, slices) : o.all());
            }
            writes(0, s, outputs().get(0).part(lo, hi));
            for (int i = 1; i < outputs().size(); i++) {
                writes(i, s, part(outputs().get(i), s, slices));
            }
        }
    }

    private static Region part(Operand o, int slice, int slices) {
        long own = o.size() / slices;
        return o.part(slice * own, (slice + 1) * own);
    }

    private Layout layout(int slice) {
        Region r = reads(0, slice);
        return layout(x().shape(), (r.hi() - r.lo()) / (x().size() / rows()));
    }

    @Override
    Primitive create(int slice) {
        return backward
                ? Primitives.batchNormBackward(layout(slice), (float) epsilon, relu)
                : Primitives.batchNorm(layout(slice), (float) epsilon, relu);
    }

    @Override
    public Kernel bind(Binding b, int slice) {
        Layout batch = layout(slice);
        Layout channels = Layout.dense(x().shape().last());
        Execution.Builder e = Execution.of(primitive(slice))
                .with(DNNL_ARG_SRC, batch, reading(b, 0, slice))
                .with(DNNL_ARG_MEAN, channels, reading(b, 1, slice))
                .with(DNNL_ARG_VARIANCE, channels, reading(b, 2, slice))
                .with(DNNL_ARG_SCALE, channels, reading(b, 3, slice));
        if (backward) {
            e.with(DNNL_ARG_DIFF_DST, batch, reading(b, 4, slice))
                    .with(DNNL_ARG_DIFF_SRC, batch, writing(b, 0, slice))
                    .with(DNNL_ARG_DIFF_SCALE, channels, writing(b, 1, slice))
                    .with(DNNL_ARG_DIFF_SHIFT, channels, writing(b, 2, slice));
        } else {
            e.with(DNNL_ARG_SHIFT, channels, reading(b, 4, slice)).with(DNNL_ARG_DST, batch, writing(b, 0, slice));
        }
        if (relu) {
            e.with(
                    DNNL_ARG_WORKSPACE,
                    primitive(slice).workspaceLayout(),
                    backward ? reading(b, 5, slice) : writing(b, 1, slice));
        }
        return e.scratch(scratch(b, slice)).build();
    }

    private org.bytedeco.javacpp.Pointer reading(Binding b, int input, int slice) {
        Operand o = inputs().get(input);
        Region r = reads(input, slice);
        return b.pointer(o, slice, r.lo() - o.offset(), r.hi() - o.offset());
    }

    private org.bytedeco.javacpp.Pointer writing(Binding b, int output, int slice) {
        Operand o = outputs().get(output);
        Region w = writes(output, slice);
        return b.pointer(o, slice, w.lo() - o.offset(), w.hi() - o.offset());
    }
}
