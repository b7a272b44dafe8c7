package org.kerata.layers.initializers;

import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/** Uniform within ±√(3 / inputs) of a unit. Keras: {@code keras.initializers.LecunUniform}. */
public final class LecunUniform extends ScaledInitializer {
    private final Option<Long> seed = optional("seed", SEED);

    /** Drawn anew for every weight. */
    public LecunUniform() {}

    /** Always the same values. */
    public LecunUniform seed(long seed) {
        return with(this.seed, seed);
    }

    @Override
    public Tensor apply(Shape shape, DType dtype, long seed) {
        Long own = this.seed.orNull();
        return VarianceScaling.draw(shape, dtype, own != null ? own : seed, 1, "fan_in", "uniform");
    }
}
