package org.kerata.autodiff.internal.compile;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.internal.kernels.loops.RandomKernel;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.ops.Randoms;

/** Evenly and normally distributed numbers; any part of a draw can be made by any slice. */
public final class RandomTask extends Task {
    private final int salt;
    private final boolean normal;

    private RandomTask(OpNode n, int salt, boolean normal, List<Operand> inputs, List<Operand> outputs) {
        super(n.name(), n.scope(), inputs, outputs);
        this.salt = salt;
        this.normal = normal;
    }

    /** Evenly distributed numbers; null for draws longer than an {@code int} can count. */
    public static Lowering.@Nullable Maker lowerUniform(OpNode n, Randoms.Draw d) {
        return lower(n, d, false);
    }

    /** Normally distributed numbers. */
    public static Lowering.@Nullable Maker lowerNormal(OpNode n, Randoms.Draw d) {
        return lower(n, d, true);
    }

    private static Lowering.@Nullable Maker lower(OpNode n, Randoms.Draw d, boolean normal) {
        long size = n.output().size();
        return size > 0 && size < Integer.MAX_VALUE ? (in, out) -> new RandomTask(n, d.salt(), normal, in, out) : null;
    }

    @Override
    public void cut(int slices) {
        Operand out = outputs().get(0);
        long[] bounds = out.size() < Cuts.SMALL ? Cuts.whole(out.size(), slices) : Cuts.even(out, slices);
        cutInto(slices);
        for (int s = 0; s < slices; s++) {
            long lo = even(bounds[s]);
            long hi = s == slices - 1 ? out.size() : even(bounds[s + 1]);
            if (lo < hi) {
                reads(0, s, inputs().get(0).all());
                writes(0, s, out.part(lo, hi));
            }
        }
    }

    /** Normal numbers are made in pairs. */
    private long even(long bound) {
        return normal ? bound / 2 * 2 : bound;
    }

    @Override
    public Kernel bind(Binding b, int slice) {
        Operand out = outputs().get(0);
        Region w = writes(0, slice);
        long lo = w.lo() - out.offset();
        long hi = w.hi() - out.offset();
        return new RandomKernel(
                b.bytes(inputs().get(0), slice), b.floats(out, slice, lo, hi), (int) lo, (int) (hi - lo), salt, normal);
    }
}
