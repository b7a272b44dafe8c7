package org.kerata.layers.initializers;

import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/** Normal, cut off at two deviations, with variance 2 / (inputs + outputs) of a unit. Keras: {@code keras.initializers.GlorotNormal}. */
public final class GlorotNormal extends ScaledInitializer {
    private final Option<Long> seed = optional("seed", SEED);

    /** Drawn anew for every weight. */
    public GlorotNormal() {}

    /** Always the same values. */
    public GlorotNormal seed(long seed) {
        return with(this.seed, seed);
    }

    @Override
    public Tensor apply(Shape shape, DType dtype, long seed) {
        Long own = this.seed.orNull();
        return VarianceScaling.draw(shape, dtype, own != null ? own : seed, 1, "fan_avg", "truncated_normal");
    }
}
