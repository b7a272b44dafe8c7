package org.kerata.autodiff.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;

/**
 * What a gradient rule has at hand: the gradients that arrive at the outputs, and the inputs and outputs themselves.
 *
 * @param dys one entry for each output; null where nothing arrives
 * @param inputs the op's inputs
 * @param outputs the op's outputs
 * @param attributes the op's settings
 */
public record Adjoint<A>(List<@Nullable Tensor> dys, List<Tensor> inputs, List<Tensor> outputs, A attributes) {

    /** The gradient that arrives at the only (or first) output. */
    public Tensor dy() {
        Tensor dy = dys.get(0);
        if (dy == null) {
            throw new IllegalStateException("No gradient arrives at the first output.");
        }
        return dy;
    }

    /** The gradient that arrives at an output; null if none does. */
    public @Nullable Tensor dy(int i) {
        return dys.get(i);
    }

    /** An input. */
    public Tensor in(int i) {
        return inputs.get(i);
    }

    /** The only (or first) output. */
    public Tensor out() {
        return outputs.get(0);
    }

    /** An output. */
    public Tensor out(int i) {
        return outputs.get(i);
    }
}
