package org.kerata.autodiff.internal.compile;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.internal.kernels.loops.GatherKernel;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.ops.Lookups;

/** Rows of a table by their numbers, each slice a stretch of the numbers. */
public final class GatherTask extends Task {
    private final boolean fromEnd;
    private final long part;

    private GatherTask(OpNode n, boolean fromEnd, List<Operand> inputs, List<Operand> outputs) {
        super(n.name(), n.scope(), inputs, outputs);
        Operand table = inputs.get(0);
        this.fromEnd = fromEnd;
        this.part = table.shape().product(1, table.shape().rank());
    }

    /** How to make the task; null for another axis than the first and for tables or outputs of 2 GB or more. */
    public static Lowering.@Nullable Maker lower(OpNode n, Lookups.Along a) {
        Tensor out = n.output();
        return a.axis() == 0
                        && out.size() > 0
                        && isSmall(out)
                        && isSmall(n.inputs().get(0))
                ? (inputs, outputs) -> new GatherTask(n, a.fromEnd(), inputs, outputs)
                : null;
    }

    private static boolean isSmall(Tensor t) {
        return t.size() * t.dtype().bytes() < Integer.MAX_VALUE;
    }

    @Override
    public long work() {
        return 2 * outputs().get(0).size() + inputs().get(1).size();
    }

    @Override
    public void cut(int slices) {
        Operand out = outputs().get(0);
        long[] bounds = Cuts.even(out, slices);
        for (long b : bounds) {
            if (b % part != 0) {
                bounds = Cuts.whole(out.size(), slices);
            }
        }
        cutInto(slices);
        for (int s = 0; s < slices; s++) {
            if (bounds[s] < bounds[s + 1]) {
                reads(0, s, inputs().get(0).all());
                reads(1, s, inputs().get(1).part(bounds[s] / part, bounds[s + 1] / part));
                writes(0, s, out.part(bounds[s], bounds[s + 1]));
            }
        }
    }

    @Override
    public boolean failsOnData() {
        return true;
    }

    @Override
    public Kernel bind(Binding b, int slice) {
        Operand table = inputs().get(0);
        Operand out = outputs().get(0);
        long lo = (writes(0, slice).lo() - out.offset()) / part;
        long hi = (writes(0, slice).hi() - out.offset()) / part;
        return new GatherKernel(
                b.bytes(table, slice),
                numbers(name(), inputs().get(1), table.shape().intDim(0), fromEnd, b, slice),
                b.bytes(out, slice),
                (int) part * table.dtype().bytes(),
                (int) lo,
                (int) (hi - lo));
    }

    static GatherKernel.Numbers numbers(String op, Operand indices, int rows, boolean fromEnd, Binding b, int slice) {
        return new GatherKernel.Numbers(
                op, b.bytes(indices, slice), indices.dtype() == DType.INT64, indices.shape(), rows, fromEnd);
    }
}
