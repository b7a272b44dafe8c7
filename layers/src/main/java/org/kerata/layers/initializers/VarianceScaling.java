package org.kerata.layers.initializers;

import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * Random numbers whose variance is {@code scale / n}, where n is the number of inputs of a unit, of its outputs, or their mean. A scale
 * of 1, {@code "fan_in"} and {@code "truncated_normal"} by default. Keras: {@code keras.initializers.VarianceScaling}.
 */
public final class VarianceScaling extends ScaledInitializer {
    private final Option<Double> scale = option("scale", Kind.real("above 0", x -> x > 0), 1.0);
    private final Option<String> mode = option("mode", Kind.oneOf("fan_in", "fan_out", "fan_avg"), "fan_in");
    private final Option<String> distribution = option(
            "distribution",
            Kind.oneOf("truncated_normal", "untruncated_normal", "uniform", "normal"),
            "truncated_normal");
    private final Option<Long> seed = optional("seed", SEED);

    /** With defaults. */
    public VarianceScaling() {}

    /** Above 0; 1 by default. */
    public VarianceScaling scale(double scale) {
        return with(this.scale, scale);
    }

    /** {@code "fan_in"} (the default), {@code "fan_out"} or {@code "fan_avg"}. */
    public VarianceScaling mode(String mode) {
        return with(this.mode, mode);
    }

    /** {@code "truncated_normal"} (the default), {@code "untruncated_normal"} or {@code "uniform"}. */
    public VarianceScaling distribution(String distribution) {
        return with(this.distribution, distribution);
    }

    /** Always the same values. */
    public VarianceScaling seed(long seed) {
        return with(this.seed, seed);
    }

    @Override
    public Tensor apply(Shape shape, DType dtype, long seed) {
        Long own = this.seed.orNull();
        return draw(shape, dtype, own != null ? own : seed, scale.get(), mode.get(), distribution.get());
    }

    static Tensor draw(Shape shape, DType dtype, long seed, double scale, String mode, String distribution) {
        Draws d = new Draws(seed);
        double variance = scale / Math.max(1, fan(shape, mode));
        if (distribution.equals("uniform")) {
            double limit = Math.sqrt(3 * variance);
            return Draws.fill(shape, dtype, i -> d.uniform(i, -limit, limit));
        }
        if (distribution.equals("untruncated_normal")) {
            double deviation = Math.sqrt(variance);
            return Draws.fill(shape, dtype, i -> d.normal(i) * deviation);
        }
        // The standard deviation of a normal distribution cut off at 2 is smaller by this factor.
        double deviation = Math.sqrt(variance) / 0.8796256610342398;
        return Draws.fill(shape, dtype, i -> d.truncatedNormal(i) * deviation);
    }

    /** How many numbers go into a unit, come out of it, or the mean of both. */
    private static double fan(Shape shape, String mode) {
        double in = 1;
        double out = 1;
        if (shape.rank() == 1) {
            in = shape.dim(0);
            out = shape.dim(0);
        } else if (shape.rank() >= 2) {
            double field = shape.product(0, shape.rank() - 2);
            in = field * shape.dim(-2);
            out = field * shape.dim(-1);
        }
        return mode.equals("fan_in") ? in : mode.equals("fan_out") ? out : (in + out) / 2;
    }
}
