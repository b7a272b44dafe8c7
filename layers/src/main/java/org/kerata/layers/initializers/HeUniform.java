package org.kerata.layers.initializers;

import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/** Uniform within ±√(6 / inputs) of a unit. Keras: {@code keras.initializers.HeUniform}. */
public final class HeUniform extends ScaledInitializer {
    private final Option<Long> seed = optional("seed", SEED);

    /** Drawn anew for every weight. */
    public HeUniform() {}

    /** Always the same values. */
    public HeUniform seed(long seed) {
        return with(this.seed, seed);
    }

    @Override
    public Tensor apply(Shape shape, DType dtype, long seed) {
        Long own = this.seed.orNull();
        return VarianceScaling.draw(shape, dtype, own != null ? own : seed, 2, "fan_in", "uniform");
    }
}
