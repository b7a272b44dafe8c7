package org.kerata.autodiff.internal.compile;

import java.nio.FloatBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.internal.kernels.loops.GruGradientKernel;
import org.kerata.autodiff.internal.kernels.loops.GruKernel;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.ops.Recurrences.Arriving;
import org.kerata.autodiff.ops.Recurrences.Recurrence;

/**
 * Gated recurrent units. Inputs: the gates' inputs, the recurrent kernel and its bias, perhaps the state and the mask. Outputs: h behind
 * each step and behind the last, and the gates if anyone reads them.
 */
public final class GruTask extends RecurrentTask {
    private static final int GATES = 3;

    private GruTask(String scope, Recurrence a, List<Operand> inputs, List<Operand> outputs) {
        super("gru", scope, a, GATES, false, inputs, outputs);
    }

    /** How to make the task; null for other types than float32. */
    public static Lowering.@Nullable Maker lower(OpNode n, Recurrence a) {
        return fits(n) ? (in, out) -> new GruTask(n.scope(), a, in, out) : null;
    }

    /** How to make the task of the way back; null for other types than float32. */
    public static Lowering.@Nullable Maker lowerGradient(OpNode n, Arriving a) {
        return fits(n) ? (in, out) -> new Gradient(n.scope(), a, in, out) : null;
    }

    @Override
    Operand bias() {
        return inputs().get(2);
    }

    @Override
    @Nullable
    Operand mask() {
        return settings.mask() ? inputs().get(inputs().size() - 1) : null;
    }

    /** The gates in the place of their inputs. */
    @Override
    public int takesOver(int output) {
        return output == 2 ? 0 : -1;
    }

    @Override
    public Kernel bind(Binding b, int slice) {
        return new GruKernel(
                stepsOf(b, slice),
                new GruKernel.Memory(
                        reading(b, 0, slice),
                        settings.states() ? reading(b, 3, slice) : null,
                        writing(b, 0, slice),
                        writing(b, 1, slice),
                        writingIfAny(b, 2, slice),
                        writingIfAny(b, 3, slice)));
    }

    /** The way back. */
    private static final class Gradient extends RecurrentTask {
        private final Arriving arriving;

        Gradient(String scope, Arriving a, List<Operand> inputs, List<Operand> outputs) {
            super("gru_grad", scope, a.of(), GATES, true, inputs, outputs);
            this.arriving = a;
        }

        @Override
        @Nullable
        Operand mask() {
            return settings.mask() ? inputs().get(settings.states() ? 5 : 4) : null;
        }

        /** The gradients in the place of the gates. */
        @Override
        public int takesOver(int output) {
            return output == 0 ? 0 : -1;
        }

        @Override
        Operand dgates() {
            return outputs().get(1);
        }

        @Override
        public Kernel bind(Binding b, int slice) {
            @Nullable FloatBuffer[] dy = arriving(b, arriving, slice);
            return new GruGradientKernel(
                    stepsOf(b, slice),
                    new GruGradientKernel.Memory(
                            reading(b, 0, slice),
                            reading(b, 2, slice),
                            reading(b, 3, slice),
                            settings.states() ? reading(b, 4, slice) : null,
                            dy[0],
                            dy[1],
                            writing(b, 0, slice),
                            writing(b, 1, slice),
                            writing(b, 2, slice),
                            writingIfAny(b, 3, slice),
                            writingIfAny(b, 4, slice)));
        }
    }
}
