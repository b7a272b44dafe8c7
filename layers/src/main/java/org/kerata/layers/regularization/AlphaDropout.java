package org.kerata.layers.regularization;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
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
public final class AlphaDropout extends FluentLayer<AlphaDropout> {
    /** What SELU tends to for very negative numbers. */
    private static final double LOWEST = -1.6732632423543772 * 1.0507009873554805;

    private final Option<Double> rate = required("rate", Kind.real("from 0 to 1", x -> x >= 0 && x <= 1));
    private final Option<Long> seed = optional("seed", SEED);
    private final Option<Shape> noiseShape = optional("noise_shape", Kind.shape());

    private @Nullable SeedGenerator random;

    AlphaDropout() {
        supportsMasking(true);
    }

    /** With this probability of becoming the lowest value. */
    public AlphaDropout(double rate) {
        this();
        this.rate.set(rate);
    }

    /** Where the random numbers start; by default that follows from the seed of the process and the layers' order. */
    public AlphaDropout seed(long seed) {
        return with(this.seed, seed);
    }

    /** The shape of the mask, 1 for axes along which whole parts are dropped and -1 for the input's own length; by default all -1. */
    public AlphaDropout noiseShape(long... shape) {
        return with(noiseShape, Shape.of(shape));
    }

    @Override
    protected void build(Shape input) {
        random = rate.get() > 0 ? seedGenerator(seed) : null;
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        if (!call.training() || random == null) {
            return x;
        }
        double p = rate.get();
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
