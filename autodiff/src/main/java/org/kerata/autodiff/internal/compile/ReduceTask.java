package org.kerata.autodiff.internal.compile;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.internal.kernels.loops.ReduceKernel;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.ops.Reductions;

/**
 * Sums and maxima over neighbouring axes by blocked Java loops: the input is seen as (outer, reduced, inner). The outer axis is cut; where
 * it is 1 and the fuser asked for partial results, the reduced axis is, and each slice writes its own partial result.
 */
public final class ReduceTask extends Task {
    private final long outer;
    private final long reduced;
    private final long inner;
    private final ReduceKernel.Kind kind;
    private final boolean partial;

    private ReduceTask(
            OpNode n, View v, ReduceKernel.Kind kind, boolean partial, List<Operand> inputs, List<Operand> outputs) {
        super(n.name(), n.scope(), inputs, outputs);
        this.outer = v.outer;
        this.reduced = v.reduced;
        this.inner = v.inner;
        this.kind = kind;
        this.partial = partial;
    }

    /** A tensor seen with three axes, of which the middle one goes. */
    record View(long outer, long reduced, long inner) {
        /** The view; null if the reduced axes are not neighbours. */
        static @Nullable View of(Shape s, List<Integer> axes) {
            int first = -1;
            int last = -1;
            for (int i = 0; i < s.rank(); i++) {
                if (axes.contains(i) && s.dim(i) != 1) {
                    first = first < 0 ? i : first;
                    last = i;
                }
            }
            if (first < 0) {
                return new View(s.size(), 1, 1);
            }
            for (int i = first; i <= last; i++) {
                if (!axes.contains(i) && s.dim(i) != 1) {
                    return null;
                }
            }
            return new View(s.product(0, first), s.product(first, last + 1), s.product(last + 1, s.rank()));
        }
    }

    /** How to make the task; null for other types than float32 and for axes that are not neighbours. */
    public static Lowering.@Nullable Maker lower(OpNode node, Reductions.Axes a) {
        return lower(node, a, false);
    }

    static Lowering.@Nullable Maker lower(OpNode node, Reductions.Axes a, boolean partial) {
        org.kerata.autodiff.Tensor x = node.inputs().get(0);
        View v = View.of(x.shape(), a.axes());
        if (x.dtype() != DType.FLOAT32 || v == null || x.size() == 0) {
            return null;
        }
        ReduceKernel.Kind kind = node.op() == Reductions.MAX ? ReduceKernel.Kind.MAX : ReduceKernel.Kind.SUM;
        return (in, out) -> new ReduceTask(node, v, kind, partial, in, out);
    }

    @Override
    public void cut(int slices) {
        Operand in = inputs().get(0);
        Operand out = outputs().get(0);
        if (partial) {
            long[] bounds = Cuts.alignedTo(inner, in, slices);
            cutInto(slices);
            for (int s = 0; s < slices; s++) {
                reads(0, s, in.part(bounds[s], bounds[s + 1]));
                writes(0, s, out.part(s * inner, (s + 1) * inner));
            }
            return;
        }
        if (outer < slices || in.size() < Cuts.SMALL) {
            uncut(slices);
            return;
        }
        long[] bounds = Cuts.alignedTo(reduced * inner, in, slices);
        cutInto(slices);
        for (int s = 0; s < slices; s++) {
            reads(0, s, in.part(bounds[s], bounds[s + 1]));
            writes(0, s, out.part(bounds[s] / reduced, bounds[s + 1] / reduced));
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
        Operand in = inputs().get(0);
        Operand out = outputs().get(0);
        Region r = reads(0, slice);
        Region w = writes(0, slice);
        long lo = r.lo() - in.offset();
        long hi = r.hi() - in.offset();
        long rows = partial ? 1 : (hi - lo) / (reduced * inner);
        long length = partial ? (hi - lo) / inner : reduced;
        return new ReduceKernel(
                kind,
                b.floats(in, slice, lo, hi),
                b.floats(out, slice, w.lo() - out.offset(), w.hi() - out.offset()),
                (int) rows,
                (int) length,
                (int) inner);
    }
}
