package org.kerata.autodiff.internal.compile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.internal.kernels.loops.CopyKernel;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.ops.Shaping;
import org.kerata.autodiff.ops.Slice;
import org.kerata.autodiff.ops.Structure;

/**
 * Everything that only moves elements: stretching, reordering of axes, joining, slicing, placing, padding. Each input is one strided copy
 * into the output, which is filled first where copies leave gaps. The outermost axis of the output is cut.
 */
public final class CopyTask extends Task {
    private final List<Move> moves;
    private final boolean fills;
    private final double fill;

    /** One strided copy: how many steps along each axis, and how far a step goes on either side, in elements. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Move(long[] counts, long from, long[] fromStrides, long to, long[] toStrides) {}

    private CopyTask(
            OpNode n, List<Move> moves, boolean fills, double fill, List<Operand> inputs, List<Operand> outputs) {
        super(n.name(), n.scope(), inputs, outputs);
        this.moves = moves;
        this.fills = fills;
        this.fill = fill;
    }

    /** How to make the task. */
    public static Lowering.@Nullable Maker lower(OpNode n, Object attributes) {
        if (n.output().size() == 0 || n.output().rank() == 0) {
            return null;
        }
        Shape out = n.output().shape();
        Shape x = n.inputs().get(0).shape();
        List<Move> moves = new ArrayList<>();
        boolean fills = false;
        double fill = 0;
        if (attributes instanceof Shaping.Target) {
            moves.add(new Move(out.dims(), 0, stretched(x, out), 0, dense(out)));
        } else if (attributes instanceof Shaping.Order o) {
            long[] own = dense(x);
            long[] strides = new long[own.length];
            for (int i = 0; i < strides.length; i++) {
                strides[i] = own[o.axes().get(i)];
            }
            moves.add(new Move(out.dims(), 0, strides, 0, dense(out)));
        } else if (attributes instanceof Structure.Along a) {
            long at = 0;
            for (org.kerata.autodiff.Tensor t : n.inputs()) {
                moves.add(new Move(t.shape().dims(), 0, dense(t.shape()), at * dense(out)[a.axis()], dense(out)));
                at += t.shape().dim(a.axis());
            }
        } else if (attributes instanceof Structure.Slices s) {
            moves.add(sliced(s, x, out, false));
        } else if (attributes instanceof Structure.Place p) {
            moves.add(sliced(p.slices(), out, x, true));
            fills = true;
        } else if (attributes instanceof Structure.Pads p) {
            long at = 0;
            for (int i = 0; i < out.rank(); i++) {
                at += p.before().get(i) * dense(out)[i];
            }
            moves.add(new Move(x.dims(), 0, dense(x), at, dense(out)));
            fills = true;
            fill = p.value();
        } else {
            return null;
        }
        boolean gaps = fills;
        double value = fill;
        return (in, o) -> new CopyTask(n, moves, gaps, value, in, o);
    }

    private static long[] dense(Shape s) {
        long[] strides = new long[s.rank()];
        long n = 1;
        for (int i = strides.length - 1; i >= 0; i--) {
            strides[i] = n;
            n *= s.dim(i);
        }
        return strides;
    }

    private static long[] stretched(Shape x, Shape out) {
        long[] own = dense(x);
        long[] strides = new long[out.rank()];
        int extra = out.rank() - x.rank();
        for (int i = 0; i < x.rank(); i++) {
            strides[i + extra] = x.dim(i) == 1 ? 0 : own[i];
        }
        return strides;
    }

    /** Between a whole and a slice of it; forwards out of the whole, or back into it. */
    private static Move sliced(Structure.Slices slices, Shape whole, Shape part, boolean into) {
        long[] strides = dense(whole);
        long at = 0;
        for (int i = 0; i < strides.length; i++) {
            Slice s = slices.axes().get(i);
            at += s.first(whole.dim(i)) * strides[i];
            strides[i] *= s.step();
        }
        return into
                ? new Move(part.dims(), 0, dense(part), at, strides)
                : new Move(part.dims(), at, strides, 0, dense(part));
    }

    @Override
    public void cut(int slices) {
        Operand out = outputs().get(0);
        boolean alone = moves.size() == 1 && !fills && out.size() >= Cuts.SMALL;
        long rows = out.shape().dim(0);
        if (!alone || rows < slices) {
            uncut(slices);
            return;
        }
        long[] bounds = Cuts.rows(rows, out.size() / rows, slices);
        Move m = moves.get(0);
        cutInto(slices);
        for (int s = 0; s < slices; s++) {
            Operand in = inputs().get(0);
            boolean sameRows = in.size() == out.size() && Arrays.equals(m.fromStrides, m.toStrides);
            reads(0, s, sameRows ? in.part(bounds[s], bounds[s + 1]) : in.all());
            writes(0, s, out.part(bounds[s], bounds[s + 1]));
        }
    }

    @Override
    public Kernel bind(Binding b, int slice) {
        Operand out = outputs().get(0);
        long row = out.size() / out.shape().dim(0);
        Region w = writes(0, slice);
        long first = (w.lo() - out.offset()) / row;
        long rows = (w.hi() - w.lo()) / row;
        Kernel[] kernels = new Kernel[moves.size() + (fills ? 1 : 0)];
        int k = 0;
        if (fills) {
            kernels[k++] = CopyKernel.fill(b.bytes(out, slice), out.dtype(), fill);
        }
        for (int i = 0; i < moves.size(); i++) {
            Move m = moves.get(i);
            boolean whole = rows == out.shape().dim(0);
            long[] counts = m.counts.clone();
            if (!whole) {
                counts[0] = rows;
            }
            long skip = whole ? 0 : first;
            kernels[k++] = CopyKernel.of(
                    b.bytes(inputs().get(i), slice),
                    b.bytes(out, slice),
                    out.dtype().bytes(),
                    counts,
                    m.from + skip * m.fromStrides[0],
                    m.fromStrides,
                    m.to + skip * m.toStrides[0],
                    m.toStrides);
        }
        return kernels.length == 1 ? kernels[0] : all(kernels);
    }

    private static Kernel all(Kernel[] kernels) {
        return w -> {
            for (Kernel k : kernels) {
                k.run(w);
            }
        };
    }
}
