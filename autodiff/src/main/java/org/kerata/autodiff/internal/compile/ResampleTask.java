package org.kerata.autodiff.internal.compile;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.internal.kernels.loops.ResampleKernel;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.ops.Resizing;
import org.kerata.autodiff.ops.Taps;

/**
 * Elements of an axis from elements of another, by blocked Java loops: the tensor is seen as (outer, axis, inner). The rows of the output
 * are cut, wherever an outer part begins.
 */
public final class ResampleTask extends Task {
    private final Taps taps;
    private final long outer;
    private final long inner;

    private ResampleTask(OpNode n, Resizing.Resample a, List<Operand> inputs, List<Operand> outputs) {
        super(n.name(), n.scope(), inputs, outputs);
        Shape s = n.inputs().get(0).shape();
        this.taps = a.taps();
        this.outer = s.product(0, a.axis());
        this.inner = s.product(a.axis() + 1, s.rank());
    }

    /** How to make the task; null for other types than float32. */
    public static Lowering.@Nullable Maker lower(OpNode n, Resizing.Resample a) {
        boolean fits = n.inputs().get(0).dtype() == DType.FLOAT32
                && n.inputs().get(0).size() > 0
                && n.output().size() > 0;
        return fits ? (in, out) -> new ResampleTask(n, a, in, out) : null;
    }

    @Override
    public long work() {
        return outer * taps.count() * inner + super.work();
    }

    @Override
    public void cut(int slices) {
        Operand x = inputs().get(0);
        Operand y = outputs().get(0);
        if (y.size() < Cuts.SMALL || outer * taps.output() < slices) {
            uncut(slices);
            return;
        }
        long line = taps.output();
        long[] made = outer < slices ? null : Cuts.alignedTo(taps.input() * inner, x, slices);
        cutInto(slices);
        for (int s = 0; s < slices; s++) {
            long rows = outer * line;
            long lo = made == null ? rows * s / slices : made[s] / (taps.input() * inner) * line;
            long hi = made == null ? rows * (s + 1) / slices : made[s + 1] / (taps.input() * inner) * line;
            if (lo < hi) {
                long part = taps.input() * inner;
                reads(0, s, x.part(lo / line * part, (hi + line - 1) / line * part));
                writes(0, s, y.part(lo * inner, hi * inner));
            }
        }
    }

    @Override
    public boolean staysWithin(int input) {
        return true;
    }

    @Override
    public boolean staysWithin() {
        return true;
    }

    @Override
    public Kernel bind(Binding b, int slice) {
        Operand x = inputs().get(0);
        Operand y = outputs().get(0);
        Region r = reads(0, slice);
        Region w = writes(0, slice);
        long first = (w.lo() - y.offset()) / inner;
        long rows = (w.hi() - w.lo()) / inner;
        return new ResampleKernel(
                taps,
                b.floats(x, slice, r.lo() - x.offset(), r.hi() - x.offset()),
                b.floats(y, slice, w.lo() - y.offset(), w.hi() - y.offset()),
                (int) (first % taps.output()),
                (int) rows,
                (int) inner);
    }
}
