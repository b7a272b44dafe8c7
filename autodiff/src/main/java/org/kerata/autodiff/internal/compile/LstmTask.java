package org.kerata.autodiff.internal.compile;

import java.nio.FloatBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.internal.kernels.loops.LstmGradientKernel;
import org.kerata.autodiff.internal.kernels.loops.LstmKernel;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.ops.Recurrences.Arriving;
import org.kerata.autodiff.ops.Recurrences.Recurrence;

/**
 * Long short-term memory. Inputs: the gates' inputs, the recurrent kernel, perhaps the states and the mask. Outputs: h behind each step, h
 * and c behind the last, and if anyone reads them c behind each step and the gates.
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
    public static Lowering.@Nullable Maker lowerGradient(OpNode n, Arriving a) {
        return fits(n) ? (in, out) -> new Gradient(n.scope(), a, in, out) : null;
    }

    @Override
    @Nullable
    Operand mask() {
        return settings.mask() ? inputs().get(inputs().size() - 1) : null;
    }

    /** The gates in the place of their inputs. */
    @Override
    public int takesOver(int output) {
        return output == 4 ? 0 : -1;
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
                        writing(b, 1, slice),
                        writing(b, 2, slice),
                        writingIfAny(b, 3, slice),
                        writingIfAny(b, 4, slice)));
    }

    /** The way back. */
    private static final class Gradient extends RecurrentTask {
        private final Arriving arriving;

        Gradient(String scope, Arriving a, List<Operand> inputs, List<Operand> outputs) {
            super("lstm_grad", scope, a.of(), GATES, true, inputs, outputs);
            this.arriving = a;
        }

        @Override
        @Nullable
        Operand mask() {
            return settings.mask() ? inputs().get(settings.states() ? 4 : 3) : null;
        }

        /** The gradients in the place of the gates. */
        @Override
        public int takesOver(int output) {
            return output == 0 ? 0 : -1;
        }

        @Override
        Operand dgates() {
            return outputs().get(0);
        }

        @Override
        public Kernel bind(Binding b, int slice) {
            @Nullable FloatBuffer[] dy = arriving(b, arriving, slice);
            return new LstmGradientKernel(
                    stepsOf(b, slice),
                    new LstmGradientKernel.Memory(
                            reading(b, 0, slice),
                            reading(b, 2, slice),
                            settings.states() ? reading(b, 3, slice) : null,
                            dy[0],
                            dy[1],
                            dy[2],
                            writing(b, 0, slice),
                            writing(b, 1, slice),
                            writing(b, 2, slice),
                            writingIfAny(b, 3, slice)));
        }
    }
}
