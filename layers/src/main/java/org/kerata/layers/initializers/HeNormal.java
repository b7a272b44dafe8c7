package org.kerata.layers.initializers;

import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/** Normal, cut off at two deviations, with variance 2 / inputs of a unit. Keras: {@code keras.initializers.HeNormal}. */
public final class HeNormal extends ScaledInitializer {
    private final Option<Long> seed = optional("seed", SEED);

    /** Drawn anew for every weight. */
    public HeNormal() {}

    /** Always the same values. */
    public HeNormal seed(long seed) {
        return with(this.seed, seed);
    }

    @Override
    public Tensor apply(Shape shape, DType dtype, long seed) {
        Long own = this.seed.orNull();
        return VarianceScaling.draw(shape, dtype, own != null ? own : seed, 2, "fan_in", "truncated_normal");
    }
}
