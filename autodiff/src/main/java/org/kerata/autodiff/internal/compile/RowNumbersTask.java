package org.kerata.autodiff.internal.compile;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.internal.kernels.loops.GatherKernel;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.ops.Lookups;

/** Checks row numbers, before any variable is written. */
public final class RowNumbersTask extends Task {
    private final Lookups.Table table;

    private RowNumbersTask(OpNode n, Lookups.Table table, List<Operand> inputs, List<Operand> outputs) {
        super(n.name(), n.scope(), inputs, outputs);
        this.table = table;
    }

    /** How to make the task; null where there are no numbers. */
    public static Lowering.@Nullable Maker lower(OpNode n, Lookups.Table table) {
        return n.output().size() > 0 ? (in, out) -> new RowNumbersTask(n, table, in, out) : null;
    }

    @Override
    public void cut(int slices) {
        uncut(slices);
    }

    @Override
    public boolean failsOnData() {
        return true;
    }

    @Override
    public Kernel bind(Binding b, int slice) {
        GatherKernel.Numbers numbers =
                GatherTask.numbers("take", inputs().get(0), table.rows(), table.fromEnd(), b, slice);
        ByteBuffer out = b.bytes(outputs().get(0), slice);
        return w -> {
            for (int i = 0; i < numbers.count(); i++) {
                out.putInt(i * Integer.BYTES, numbers.row(i));
            }
        };
    }
}
