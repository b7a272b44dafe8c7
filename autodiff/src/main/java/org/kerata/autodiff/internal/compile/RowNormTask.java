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

import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.internal.kernels.onednn.Execution;
import org.kerata.autodiff.internal.kernels.onednn.Layout;
import org.kerata.autodiff.internal.kernels.onednn.Primitive;
import org.kerata.autodiff.internal.kernels.onednn.RowPrimitives;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.ops.RowNormalizations;

/**
 * Layer and root-mean-square normalisation of rows by oneDNN, and the gradient of the former; the rows are cut.
 *
 * <p>Forward: from x, scale and shift to y, means and variances; without shift and means where the mean square is all. Backward: from x,
 * scale, means, variances and dy to dx and the partial sums of the gradients of scale and shift, with an axis of slices in front.
 */
public final class RowNormTask extends PrimitiveTask {
    private final double epsilon;
    private final boolean rms;
    private final boolean backward;
    private final long length;

    RowNormTask(
            String scope, double epsilon, boolean rms, boolean backward, List<Operand> inputs, List<Operand> outputs) {
        super((rms ? "rms_norm" : "layer_norm") + (backward ? "_backward" : ""), scope, inputs, outputs);
        this.epsilon = epsilon;
        this.rms = rms;
        this.backward = backward;
        this.length = inputs.get(0).shape().last();
    }

    /** How to make the forward task; null for other types than float32. */
    public static Lowering.@Nullable Maker lower(OpNode n, RowNormalizations.RowNorm a, boolean rms) {
        return fits(n) ? (in, out) -> new RowNormTask(n.scope(), a.epsilon(), rms, false, in, out) : null;
    }

    /** Whether the fuser can give each slice a part of the gradient's sums; if it cannot, the definition computes it. */
    public static Lowering.@Nullable Maker lowerGradient(OpNode n) {
        return !fits(n)
                ? null
                : (in, out) -> {
                    throw new IllegalStateException("The fuser has left a " + n.name() + " whole.");
                };
    }

    private static boolean fits(OpNode n) {
        Tensor x = n.inputs().get(0);
        return x.dtype() == DType.FLOAT32 && x.size() > 0;
    }

    private boolean isVector(int input) {
        return input == 1 || (!backward && input == 2);
    }

    private long rows() {
        return inputs().get(0).size() / length;
    }

    @Override
    public void cut(int slices) {
        if (slices == 1
                || rows() < slices
                || (backward && outputs().get(1).shape().dim(0) < slices)) {
            uncut(slices);
            return;
        }
        long[] bounds = rowBounds(inputs().get(0), slices);
        cutInto(slices);
        for (int s = 0; s < slices; s++) {
            for (int i = 0; i < inputs().size(); i++) {
                Operand o = inputs().get(i);
                reads(i, s, isVector(i) ? o.all() : ofRows(o, bounds[s], bounds[s + 1], rows()));
            }
            for (int i = 0; i < outputs().size(); i++) {
                Operand o = outputs().get(i);
                boolean part = backward && i > 0;
                writes(i, s, part ? o.part(s * length, (s + 1) * length) : ofRows(o, bounds[s], bounds[s + 1], rows()));
            }
        }
    }

    /** The first row of each slice, and behind them the number of rows; no slice is without a row. */
    static long[] rowBounds(Operand x, int slices) {
        long length = x.shape().last();
        long[] bounds = Cuts.alignedTo(length, x, slices);
        if (Cuts.hasEmpty(bounds)) {
            bounds = Cuts.rows(x.size() / length, length, slices);
        }
        long[] rows = new long[bounds.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = bounds[i] / length;
        }
        return rows;
    }

    /** What belongs to some of the rows, of which there are so many. */
    static Region ofRows(Operand o, long first, long end, long rows) {
        long row = o.size() / rows;
        return o.part(first * row, end * row);
    }

    private Layout table(int slice) {
        return Layout.dense(rowsOf(slice), length);
    }

    private Layout column(int slice) {
        return Layout.dense(rowsOf(slice));
    }

    private long rowsOf(int slice) {
        Region r = reads(0, slice);
        return (r.hi() - r.lo()) / length;
    }

    @Override
    Primitive create(int slice) {
        return backward
                ? RowPrimitives.layerNormBackward(table(slice), column(slice), (float) epsilon)
                : RowPrimitives.layerNorm(table(slice), column(slice), (float) epsilon, rms);
    }

    @Override
    public Kernel bind(Binding b, int slice) {
        Layout table = table(slice);
        Layout column = column(slice);
        Layout vector = Layout.dense(length);
        Execution.Builder e = Execution.of(primitive(slice))
                .with(DNNL_ARG_SRC, table, reading(b, 0, slice))
                .with(DNNL_ARG_SCALE, vector, reading(b, 1, slice));
        if (backward) {
            e.with(DNNL_ARG_MEAN, column, reading(b, 2, slice))
                    .with(DNNL_ARG_VARIANCE, column, reading(b, 3, slice))
                    .with(DNNL_ARG_DIFF_DST, table, reading(b, 4, slice))
                    .with(DNNL_ARG_DIFF_SRC, table, writing(b, 0, slice))
                    .with(DNNL_ARG_DIFF_SCALE, vector, writing(b, 1, slice))
                    .with(DNNL_ARG_DIFF_SHIFT, vector, writing(b, 2, slice));
        } else {
            int at = 1;
            if (!rms) {
                e.with(DNNL_ARG_SHIFT, vector, reading(b, 2, slice))
                        .with(DNNL_ARG_MEAN, column, writing(b, at++, slice));
            }
            e.with(DNNL_ARG_VARIANCE, column, writing(b, at, slice)).with(DNNL_ARG_DST, table, writing(b, 0, slice));
        }
        return e.scratch(scratch(b, slice)).build();
    }

    private Pointer reading(Binding b, int input, int slice) {
        return pointer(b, inputs().get(input), reads(input, slice), slice);
    }

    private Pointer writing(Binding b, int output, int slice) {
        return pointer(b, outputs().get(output), writes(output, slice), slice);
    }

    private static Pointer pointer(Binding b, Operand o, Region r, int slice) {
        return b.pointer(o, slice, r.lo() - o.offset(), r.hi() - o.offset());
    }
}
