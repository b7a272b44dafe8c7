package org.kerata.layers.regularization;

import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.layers.SeedGenerator;

/**
 * In training, sets elements to SELU's lowest value at random, and moves and scales all so that mean and variance stay what they were; else
 * passes its input on.
 *
 * <p>Output of the input's shape. State: a random counter, unless the rate is 0. Klambauer et al., "Self-Normalizing Neural Networks",
 * 2017. Keras: {@code keras.layers.AlphaDropout}.
 */
public final class AlphaDropout extends BaseNoise<AlphaDropout> {
    /** What SELU tends to for very negative numbers. */
    private static final double LOWEST = -1.6732632423543772 * 1.0507009873554805;

    private final Option<Shape> noiseShape = optional("noise_shape", Kind.shape());

    AlphaDropout() {
        super("rate");
    }

    /** With this probability of becoming the lowest value. */
    public AlphaDropout(double rate) {
        this();
        amount.set(rate);
    }

    /** The shape of the mask, 1 for axes along which whole parts are dropped and -1 for the input's own length; by default all -1. */
    public AlphaDropout noiseShape(long... shape) {
        return with(noiseShape, Shape.of(shape));
    }

    @Override
    Tensor disturbed(Tensor x, double p, SeedGenerator random) {
        if (p == 1) {
            throw new ConfigException(
                    at() + ": with a rate of 1 nothing is left whose mean and variance could be kept.");
        }
        Tensor kept = Ops.randomUniform(
                        random.next(),
                        NoiseShape.of(noiseShape.orNull(), x.shape()).dims())
                .greaterEqual(p);
        double a = 1 / Math.sqrt((1 - p) * (1 + p * LOWEST * LOWEST));
        double b = -a * LOWEST * p;
        return Ops.where(kept, x, Tensor.scalar(LOWEST, x.dtype())).times(a).plus(b);
    }
}
