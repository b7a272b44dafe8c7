package org.kerata.autodiff.internal.kernels.reference;

import org.kerata.autodiff.internal.kernels.Hash;
import org.kerata.autodiff.internal.kernels.Host;
import org.kerata.autodiff.ops.Randoms;

/**
 * Draws of the gamma and beta distributions by the method of Marsaglia and Tsang (2000): a normal number is transformed and now and then
 * refused. Attempt t of element i takes its words from blocks 3t + 1 to 3t + 3 of the draw, word i of each, so elements stay independent of
 * each other and of how many attempts others took; word i of block 0 is for small parameters.
 */
public final class GammaReference {
    private GammaReference() {}

    public static void gamma(Randoms.Draw a, Host[] in, Host[] out) {
        int[] alpha = Broadcast.indices(in[0].shape, out[0].shape);
        for (int i = 0; i < out[0].size; i++) {
            out[0].d[i] = StrictMath.exp(logGamma(in[1].l, a.salt(), i, in[0].d[alpha[i]]));
        }
    }

    /** {@code x / (x + y)} of two gamma numbers, in logarithms, since both may be too small for their own type. */
    public static void beta(Randoms.Draw a, Host[] in, Host[] out) {
        int[] alpha = Broadcast.indices(in[0].shape, out[0].shape);
        int[] beta = Broadcast.indices(in[1].shape, out[0].shape);
        for (int i = 0; i < out[0].size; i++) {
            double x = logGamma(in[2].l, a.salt(), i, in[0].d[alpha[i]]);
            double y = logGamma(in[2].l, ~a.salt(), i, in[1].d[beta[i]]);
            out[0].d[i] = 1 / (1 + StrictMath.exp(y - x));
        }
    }

    private static double logGamma(long[] key, int salt, int i, double alpha) {
        if (!(alpha > 0) || alpha == Double.POSITIVE_INFINITY) {
            return alpha > 0 ? alpha : Double.NaN;
        }
        if (alpha < 1) {
            return logGamma(key, salt, i, alpha + 1) + StrictMath.log(number(key, salt, 0, i)) / alpha;
        }
        double d = alpha - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        for (int block = 1; ; block += 3) {
            double radius = Math.sqrt(-2 * StrictMath.log(number(key, salt, block, i)));
            double x = radius * StrictMath.cos(2 * Math.PI * number(key, salt, block + 1, i));
            double root = 1 + c * x;
            if (root > 0) {
                double v = root * root * root;
                double accepted = 0.5 * x * x + d - d * v + d * StrictMath.log(v);
                if (StrictMath.log(number(key, salt, block + 2, i)) < accepted) {
                    return StrictMath.log(d) + StrictMath.log(v);
                }
            }
        }
    }

    /** By how much each number grows with its parameter, if its quantile stays. */
    public static void gammaGradient(Randoms.Draw a, Host[] in, Host[] out) {
        int[] alpha = Broadcast.indices(in[0].shape, out[0].shape);
        for (int i = 0; i < out[0].size; i++) {
            double shape = in[0].d[alpha[i]];
            double log = logGamma(in[1].l, a.salt(), i, shape);
            out[0].d[i] = StrictMath.exp(log) * GammaSlope.ofLogarithm(shape, log);
        }
    }

    /** By how much each number grows with either parameter, if the quantiles of the two gamma numbers that it is made of stay. */
    public static void betaGradient(Randoms.Draw a, Host[] in, Host[] out) {
        int[] alpha = Broadcast.indices(in[0].shape, out[0].shape);
        int[] beta = Broadcast.indices(in[1].shape, out[0].shape);
        for (int i = 0; i < out[0].size; i++) {
            double p = in[0].d[alpha[i]];
            double q = in[1].d[beta[i]];
            double x = logGamma(in[2].l, a.salt(), i, p);
            double y = logGamma(in[2].l, ~a.salt(), i, q);
            double one = 1 / (1 + StrictMath.exp(y - x));
            double rest = 1 / (1 + StrictMath.exp(x - y));
            out[0].d[i] = one * rest * GammaSlope.ofLogarithm(p, x);
            out[1].d[i] = -one * rest * GammaSlope.ofLogarithm(q, y);
        }
    }

    private static double number(long[] key, int salt, int block, int i) {
        return DistributionReference.open(Hash.word(key[0], key[1], salt, ((long) block << 32) + i));
    }
}
