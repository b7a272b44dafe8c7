package org.kerata.autodiff.internal.kernels.reference;

import org.apache.commons.math3.special.Gamma;
import org.kerata.autodiff.internal.kernels.Hash;
import org.kerata.autodiff.internal.kernels.Host;
import org.kerata.autodiff.ops.Distributions;
import org.kerata.autodiff.ops.Randoms;

/** Draws of classes and of counts, element by element, by inverting the distribution function. */
public final class DistributionReference {
    private DistributionReference() {}

    /** A number in (0, 1) of all 32 bits of a word. */
    static double open(int word) {
        return ((word & 0xFFFFFFFFL) + 0.5) * 0x1p-32;
    }

    public static void categorical(Distributions.Samples a, Host[] in, Host[] out) {
        Host logits = in[0];
        long[] key = in[1].l;
        int n = logits.shape.intDim(-1);
        double[] sums = new double[n];
        for (int r = 0; r < logits.size / n; r++) {
            double max = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < n; k++) {
                max = Math.max(max, logits.d[r * n + k]);
            }
            double sum = 0;
            for (int k = 0; k < n; k++) {
                sum += StrictMath.exp(logits.d[r * n + k] - max);
                sums[k] = sum;
            }
            for (int s = 0; s < a.count(); s++) {
                int i = r * a.count() + s;
                double at = open(Hash.word(key[0], key[1], a.salt(), i)) * sum;
                out[0].l[i] = firstAbove(sums, at);
            }
        }
    }

    /** The first place whose sum is above a number; the last if none is. */
    private static int firstAbove(double[] sums, double number) {
        int lo = 0;
        int hi = sums.length - 1;
        while (lo < hi) {
            int middle = (lo + hi) >>> 1;
            if (sums[middle] > number) {
                hi = middle;
            } else {
                lo = middle + 1;
            }
        }
        return lo;
    }

    public static void binomial(Randoms.Draw a, Host[] in, Host[] out) {
        int[] counts = Broadcast.indices(in[0].shape, out[0].shape);
        int[] probabilities = Broadcast.indices(in[1].shape, out[0].shape);
        long[] key = in[2].l;
        for (int i = 0; i < out[0].size; i++) {
            long high = Hash.word(key[0], key[1], a.salt(), i) & 0xFFFFFFFFL;
            long low = Hash.word(key[0], key[1], a.salt(), (1L << 32) + i) & 0xFFFFFFFFL;
            double u = ((high << 21 | low >>> 11) + 0.5) * 0x1p-53;
            out[0].d[i] = successes(Math.floor(in[0].d[counts[i]]), in[1].d[probabilities[i]], u);
        }
    }

    /**
     * The number is reduced by the probability of each count until nothing is left, from the most likely outwards, which takes about as
     * many steps as the deviation is wide (Kemp, 1986).
     */
    private static double successes(double n, double p, double number) {
        if (!(n >= 0) || !(p >= 0 && p <= 1)) {
            return Double.NaN;
        }
        if (p == 0 || p == 1 || n == 0) {
            return p * n;
        }
        double odds = p / (1 - p);
        double mode = Math.min(Math.floor((n + 1) * p), n);
        double up = StrictMath.exp(Gamma.logGamma(n + 1)
                - Gamma.logGamma(mode + 1)
                - Gamma.logGamma(n - mode + 1)
                + mode * StrictMath.log(p)
                + (n - mode) * StrictMath.log1p(-p));
        double down = up;
        double left = number - up;
        double above = mode;
        double below = mode;
        while (left > 0 && (above < n || below > 0) && up + down > 0) {
            if (above < n) {
                up *= (n - above) / (above + 1) * odds;
                above++;
                left -= up;
                if (left <= 0) {
                    return above;
                }
            } else {
                up = 0;
            }
            if (below > 0) {
                down *= below / ((n - below + 1) * odds);
                below--;
                left -= down;
                if (left <= 0) {
                    return below;
                }
            } else {
                down = 0;
            }
        }
        return mode;
    }
}
