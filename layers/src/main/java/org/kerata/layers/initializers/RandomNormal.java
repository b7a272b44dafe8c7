package org.kerata.layers.initializers;

import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/** Normal numbers; mean 0 and deviation 0.05 by default. Keras: {@code keras.initializers.RandomNormal}. */
public final class RandomNormal extends Initializer {
    private final Option<Double> mean = option("mean", DOUBLE, 0.0);
    private final Option<Double> stddev = option("stddev", DOUBLE, 0.05);
    private final Option<Long> seed = optional("seed", SEED);

    /** With defaults. */
    public RandomNormal() {}

    /** The mean; 0 by default. */
    public RandomNormal mean(double mean) {
        return with(this.mean, mean);
    }

    /** The standard deviation; 0.05 by default. */
    public RandomNormal stddev(double stddev) {
        return with(this.stddev, stddev);
    }

    /** Always the same values. */
    public RandomNormal seed(long seed) {
        return with(this.seed, seed);
    }

    @Override
    public Tensor apply(Shape shape, DType dtype, long seed) {
        Long own = this.seed.orNull();
        Draws d = new Draws(own != null ? own : seed);
        double m = mean.get();
        double s = stddev.get();
        return Draws.fill(shape, dtype, i -> m + s * d.normal(i));
    }
}
