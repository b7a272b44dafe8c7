package org.kerata.layers.initializers;

import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/** Uniform within ±√(6 / (inputs + outputs)) of a unit: the default for kernels. Keras: {@code keras.initializers.GlorotUniform}. */
public final class GlorotUniform extends ScaledInitializer {
    private final Option<Long> seed = optional("seed", SEED);

    /** Drawn anew for every weight. */
    public GlorotUniform() {}

    /** Always the same values. */
    public GlorotUniform seed(long seed) {
        return with(this.seed, seed);
    }

    @Override
    public Tensor apply(Shape shape, DType dtype, long seed) {
        Long own = this.seed.orNull();
        return VarianceScaling.draw(shape, dtype, own != null ? own : seed, 1, "fan_avg", "uniform");
    }
}
