package org.kerata.layers;

import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;

/**
 * Random state that is kept in a variable, {@code int64 [seed, counter]}: it is saved with the weights, restored, and committed with the
 * step that used it. Every random layer has one. Keras: {@code keras.random.SeedGenerator}.
 */
public final class SeedGenerator {
    private final Variable state;

    /** A generator that starts at this seed. */
    public SeedGenerator(long seed) {
        this.state = Variable.of("seed_generator_state", Tensor.of(new long[] {seed, 0}), false);
    }

    /** The state. */
    public Variable state() {
        return state;
    }

    /** The state for one draw, shape {@code (2,)}; the counter moves on. */
    public Tensor next() {
        Tensor now = state.read();
        state.assign(now.plus(Tensor.of(new long[] {0, 1})));
        return now;
    }
}
