package org.kerata.autodiff.internal.compile;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.internal.kernels.loops.ScatterRowsKernel;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.ops.Lookups;

/** Adds rows to a table of zeros, in their order, each slice those that fall into its part of the table. */
public final class ScatterRowsTask extends Task {
    private final boolean fromEnd;
    private final int part;

    private ScatterRowsTask(OpNode n, boolean fromEnd, List<Operand> inputs, List<Operand> outputs) {
        super(n.name(), n.scope(), inputs, outputs);
        Shape table = outputs.get(0).shape();
        this.fromEnd = fromEnd;
        this.part = (int) table.product(1, table.rank());
    }

    /** How to make the task; null for other types than float32, other axes than the first and where there is nothing to add. */
    public static Lowering.@Nullable Maker lower(OpNode n, Lookups.Into a) {
        Tensor out = n.output();
        return a.along().axis() == 0
                        && out.dtype() == DType.FLOAT32
                        && n.inputs().get(1).size() > 0
                        && out.size() < Integer.MAX_VALUE / Float.BYTES
                ? (in, outs) -> new ScatterRowsTask(n, a.along().fromEnd(), in, outs)
                : null;
    }

    @Override
    public void cut(int slices) {
        Operand out = outputs().get(0);
        long[] bounds = out.size() < Cuts.SMALL
                ? Cuts.whole(out.size(), slices)
                : Cuts.rows(out.shape().dim(0), part, slices);
        cutInto(slices);
        for (int s = 0; s < slices; s++) {
            if (bounds[s] < bounds[s + 1]) {
                reads(0, s, inputs().get(0).all());
                reads(1, s, inputs().get(1).all());
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
        Operand out = outputs().get(0);
        Operand rows = inputs().get(1);
        long lo = writes(0, slice).lo() - out.offset();
        long hi = writes(0, slice).hi() - out.offset();
        return new ScatterRowsKernel(
                GatherTask.numbers(name(), inputs().get(0), out.shape().intDim(0), fromEnd, b, slice),
                b.floats(rows, slice, 0, rows.size()),
                b.floats(out, slice, lo, hi),
                (int) (lo / part),
                (int) (hi / part),
                part);
    }
}
