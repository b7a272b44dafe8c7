package org.kerata.autodiff.internal.compile;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.internal.kernels.loops.LstmGradientKernel;
import org.kerata.autodiff.internal.kernels.loops.LstmKernel;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.ops.Recurrences.Recurrence;

/**
 * Long short-term memory. Inputs: the gates' inputs, the recurrent kernel, perhaps the states and the mask. Outputs: h behind each step, and
 * as far as anyone reads them c and the gates.
 */
public final class LstmTask extends RecurrentTask {
    private static final int GATES = 4;

    private LstmTask(String scope, Recurrence a, List<Operand> inputs, List<Operand> outputs) {
        super("lstm", scope, a, GATES, false, inputs, outputs);
    }

    /** How to make the task; null for other types than float32. */
    public static Lowering.@Nullable Maker lower(OpNode n, Recurrence a) {
        return fits(n) ? (in, out) -> new LstmTask(n.scope(), a, in, out) : null;
    }

    /** How to make the task of the way back; null for other types than float32. */
    public static Lowering.@Nullable Maker lowerGradient(OpNode n, Recurrence a) {
        return fits(n) ? (in, out) -> new Gradient(n.scope(), a, in, out) : null;
    }

    @Override
    @Nullable
    Operand mask() {
        return settings.mask() ? inputs().get(inputs().size() - 1) : null;
    }

    @Override
    public Kernel bind(Binding b, int slice) {
        boolean states = settings.states();
        return new LstmKernel(
                stepsOf(b, slice),
                new LstmKernel.Memory(
                        reading(b, 0, slice),
                        states ? reading(b, 2, slice) : null,
                        states ? reading(b, 3, slice) : null,
                        writing(b, 0, slice),
                        writingIfAny(b, 1, slice),
                        writingIfAny(b, 2, slice)));
    }

    /** The way back. */
    private static final class Gradient extends RecurrentTask {
        Gradient(String scope, Recurrence a, List<Operand> inputs, List<Operand> outputs) {
            super("lstm_grad", scope, a, GATES, true, inputs, outputs);
        }

        @Override
        @Nullable
        Operand mask() {
            return settings.mask() ? inputs().get(settings.states() ? 5 : 4) : null;
        }

        @Override
        public Kernel bind(Binding b, int slice) {
            return new LstmGradientKernel(
                    stepsOf(b, slice),
                    new LstmGradientKernel.Memory(
                            reading(b, 0, slice),
                            reading(b, 2, slice),
                            reading(b, 3, slice),
                            settings.states() ? reading(b, 4, slice) : null,
                            settings.cells() ? reading(b, inputs().size() - 1, slice) : null,
                            writing(b, 0, slice),
                            writing(b, 1, slice),
                            writing(b, 2, slice)));
        }
    }
}
