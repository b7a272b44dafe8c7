package org.kerata.layers.initializers;

import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/** Evenly distributed numbers; from -0.05 to 0.05 by default. Keras: {@code keras.initializers.RandomUniform}. */
public final class RandomUniform extends Initializer {
    private final Option<Double> minval = option("minval", DOUBLE, -0.05);
    private final Option<Double> maxval = option("maxval", DOUBLE, 0.05);
    private final Option<Long> seed = optional("seed", SEED);

    /** With defaults. */
    public RandomUniform() {}

    /** The lower bound; -0.05 by default. */
    public RandomUniform minval(double minval) {
        return with(this.minval, minval);
    }

    /** The upper bound; 0.05 by default. */
    public RandomUniform maxval(double maxval) {
        return with(this.maxval, maxval);
    }

    /** Always the same values. */
    public RandomUniform seed(long seed) {
        return with(this.seed, seed);
    }

    @Override
    public Tensor apply(Shape shape, DType dtype, long seed) {
        Long own = this.seed.orNull();
        Draws d = new Draws(own != null ? own : seed);
        double low = minval.get();
        double high = maxval.get();
        return Draws.fill(shape, dtype, i -> d.uniform(i, low, high));
    }
}
