package org.kerata.autodiff.internal.compile;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.internal.kernels.loops.RowSquaresKernel;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.ops.Lookups;

/** The sum of the squares of the gradient of lookups, without making all of it. */
public final class RowSquaresTask extends Task {
    private final int rows;

    private RowSquaresTask(OpNode n, Lookups.Table table, List<Operand> inputs, List<Operand> outputs) {
        super(n.name(), n.scope(), inputs, outputs);
        this.rows = table.rows();
    }

    /** How to make the task; null for other types than float32 and where there is nothing to sum. */
    public static Lowering.@Nullable Maker lower(OpNode n, Lookups.Table table) {
        long size = n.inputs().get(1).size();
        boolean fits = size > 0 && size < Integer.MAX_VALUE / Float.BYTES;
        return fits && n.output().dtype() == DType.FLOAT32 ? (in, out) -> new RowSquaresTask(n, table, in, out) : null;
    }

    @Override
    public void cut(int slices) {
        uncut(slices);
    }

    @Override
    public Kernel bind(Binding b, int slice) {
        Operand gradients = inputs().get(1);
        int part = (int) (gradients.size() / inputs().get(0).size());
        return new RowSquaresKernel(
                b.bytes(inputs().get(0), slice).asIntBuffer(),
                b.floats(gradients, slice, 0, gradients.size()),
                b.floats(outputs().get(0), slice, 0, 1),
                rows,
                part);
    }
}
