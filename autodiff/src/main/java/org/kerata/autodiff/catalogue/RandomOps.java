package org.kerata.autodiff.catalogue;

import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
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
