package org.kerata.autodiff.catalogue;

import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Distributions;
import org.kerata.autodiff.ops.Randoms;

/** Random draws. A key is an {@code int64} tensor of seed and counter. */
public abstract class RandomOps extends RecurrentOps {
    /** Not made: its methods are static. */
    protected RandomOps() {}

    /** Evenly distributed numbers from 0 to below 1. */
    public static Tensor randomUniform(Tensor key, long... shape) {
        return Randoms.RANDOM_UNIFORM.apply(new Randoms.Draw(Shape.of(shape), 0), key);
    }

    /** Normally distributed numbers of mean 0 and deviation 1. */
    public static Tensor randomNormal(Tensor key, long... shape) {
        return Randoms.RANDOM_NORMAL.apply(new Randoms.Draw(Shape.of(shape), 0), key);
    }

    /** Normally distributed numbers of which only those from -2 to 2 exist. */
    public static Tensor truncatedNormal(Tensor key, long... shape) {
        return Randoms.TRUNCATED_NORMAL.apply(new Randoms.Draw(Shape.of(shape), 0), key);
    }

    /** Evenly distributed integers from {@code low} to below {@code high}, as {@code int32}. */
    public static Tensor randomInt(Tensor key, long low, long high, long... shape) {
        if (!(low < high) || high - low > 1L << 32) {
            throw new ConfigException(
                    "randomInt: the upper bound must be above the lower one, by at most 2^32. Received: " + low
                            + " and " + high + ".");
        }
        return Randoms.RANDOM_INT.apply(new Randoms.DrawInt(Shape.of(shape), 0, low, high, DType.INT32), key);
    }

    /** True with the probabilities, which are broadcast to the shape. */
    public static Tensor randomBernoulli(Tensor key, Tensor probabilities, long... shape) {
        return Distributions.RANDOM_BERNOULLI.apply(
                new Randoms.Draw(Shape.of(shape), 0), cast(probabilities, DType.FLOAT32), key);
    }

    /** So many classes, as {@code int32}, of each row of logits {@code (…, classes)}, with the probabilities that softmax gives them. */
    public static Tensor randomCategorical(Tensor key, Tensor logits, int samples) {
        if (samples < 0) {
            throw new ConfigException(
                    "randomCategorical: the number of samples must not be negative. Received: " + samples + ".");
        }
        return Distributions.RANDOM_CATEGORICAL.apply(
                new Distributions.Samples(samples, 0, DType.INT32), real(logits), key);
    }

    /** How many of so many trials succeed with these probabilities, as {@code float32}; both are broadcast to the shape. */
    public static Tensor randomBinomial(Tensor key, Tensor counts, Tensor probabilities, long... shape) {
        return Distributions.RANDOM_BINOMIAL.apply(
                new Randoms.Draw(Shape.of(shape), 0), real(counts), real(probabilities), key);
    }

    /** Numbers of the gamma distribution of scale 1; the shape parameters alpha, by which there are gradients, are broadcast to the shape. */
    public static Tensor randomGamma(Tensor key, Tensor alpha, long... shape) {
        return Distributions.RANDOM_GAMMA.apply(new Randoms.Draw(Shape.of(shape), 0), real(alpha), key);
    }

    /** Numbers of the beta distribution, from 0 to 1; the parameters, by which there are gradients, are broadcast to the shape. */
    public static Tensor randomBeta(Tensor key, Tensor alpha, Tensor beta, long... shape) {
        return Distributions.RANDOM_BETA.apply(new Randoms.Draw(Shape.of(shape), 0), real(alpha), real(beta), key);
    }

    /** x with elements set to 0 at this rate and the others divided by the rest of it. */
    public static Tensor dropout(Tensor x, double rate, Tensor key) {
        if (!(rate >= 0 && rate <= 1)) {
            throw new ConfigException("dropout: the rate must be from 0 to 1. Received: " + rate + ".");
        }
        return Randoms.DROPOUT.apply(new Randoms.Dropped(rate, null, 0), x, key);
    }

    /** The parts of x along an axis in random order. */
    public static Tensor shuffle(Tensor x, int axis, Tensor key) {
        return Randoms.SHUFFLE.apply(new Randoms.Shuffled(x.shape().axis(axis), 0), x, key);
    }
}
