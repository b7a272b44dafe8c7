package org.kerata.autodiff.internal.kernels.reference;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The discrete Fourier transform of one length, {@code y[k] = Σ x[j] · e^(∓2πi·jk/n)}. Lengths of small prime factors are taken apart by
 * them (Cooley and Tukey, 1965), in steps of 4 where possible; others become a convolution whose length is a power of two (Bluestein,
 * 1970). Not for several threads at once: it keeps its scratch.
 */
final class FourierPlan {
    /** From this prime factor on a convolution costs less than the sums of the factor's length. */
    private static final int LARGEST_FACTOR = 61;

    private final int n;
    private final int[] factors;
    private final double[] cos;
    private final double[] sin;
    private final double[] partRe;
    private final double[] partIm;
    private final @Nullable Chirp chirp;

    FourierPlan(int n) {
        this.n = n;
        this.factors = factors(n);
        boolean apart = factors.length == 0 || factors[factors.length - 1] <= LARGEST_FACTOR;
        this.chirp = apart ? null : new Chirp(n);
        this.cos = new double[apart ? n : 0];
        this.sin = new double[apart ? n : 0];
        for (int i = 0; i < cos.length; i++) {
            cos[i] = Math.cos(2 * Math.PI * i / n);
            sin[i] = Math.sin(2 * Math.PI * i / n);
        }
        int widest = apart && factors.length > 0 ? Math.max(4, factors[factors.length - 1]) : 0;
        this.partRe = new double[widest];
        this.partIm = new double[widest];
    }

    /** Fours first, then the primes in ascending order. */
    private static int[] factors(int n) {
        List<Integer> out = new ArrayList<>();
        int left = n;
        while (left > 0 && left % 4 == 0) {
            out.add(4);
            left /= 4;
        }
        for (int p = 2; left > 1; p++) {
            if ((long) p * p > left) {
                p = left;
            }
            while (left % p == 0) {
                out.add(p);
                left /= p;
            }
        }
        return out.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The transform; inverse with the opposite sign in the exponent, not divided by the length. */
    void run(double[] re, double[] im, double[] outRe, double[] outIm, boolean inverse) {
        if (chirp != null) {
            chirp.run(re, im, outRe, outIm, inverse);
        } else {
            step(re, im, 0, 1, outRe, outIm, 0, n, 0, inverse ? 1 : -1);
        }
    }

    /** The transform of every {@code stride}-th element, from those of its interleaved parts. */
    private void step(
            double[] re,
            double[] im,
            int from,
            int stride,
            double[] outRe,
            double[] outIm,
            int to,
            int length,
            int level,
            int sign) {
        if (length == 1) {
            outRe[to] = re[from];
            outIm[to] = im[from];
            return;
        }
        int p = factors[level];
        int m = length / p;
        for (int q = 0; q < p; q++) {
            step(re, im, from + q * stride, stride * p, outRe, outIm, to + q * m, m, level + 1, sign);
        }
        for (int k = 0; k < m; k++) {
            for (int q = 0; q < p; q++) {
                double a = outRe[to + q * m + k];
                double b = outIm[to + q * m + k];
                int turn = q * k * stride;
                double c = cos[turn];
                double s = sign * sin[turn];
                partRe[q] = a * c - b * s;
                partIm[q] = a * s + b * c;
            }
            switch (p) {
                case 2 -> two(outRe, outIm, to + k, m);
                case 4 -> four(outRe, outIm, to + k, m, sign);
                default -> sum(outRe, outIm, to + k, m, p, sign);
            }
        }
    }

    private void two(double[] outRe, double[] outIm, int to, int m) {
        outRe[to] = partRe[0] + partRe[1];
        outIm[to] = partIm[0] + partIm[1];
        outRe[to + m] = partRe[0] - partRe[1];
        outIm[to + m] = partIm[0] - partIm[1];
    }

    private void four(double[] outRe, double[] outIm, int to, int m, int sign) {
        double evenRe = partRe[0] + partRe[2];
        double evenIm = partIm[0] + partIm[2];
        double apartRe = partRe[0] - partRe[2];
        double apartIm = partIm[0] - partIm[2];
        double oddRe = partRe[1] + partRe[3];
        double oddIm = partIm[1] + partIm[3];
        double turnedRe = -sign * (partIm[1] - partIm[3]);
        double turnedIm = sign * (partRe[1] - partRe[3]);
        outRe[to] = evenRe + oddRe;
        outIm[to] = evenIm + oddIm;
        outRe[to + m] = apartRe + turnedRe;
        outIm[to + m] = apartIm + turnedIm;
        outRe[to + 2 * m] = evenRe - oddRe;
        outIm[to + 2 * m] = evenIm - oddIm;
        outRe[to + 3 * m] = apartRe - turnedRe;
        outIm[to + 3 * m] = apartIm - turnedIm;
    }

    private void sum(double[] outRe, double[] outIm, int to, int m, int p, int sign) {
        int turn = n / p;
        for (int r = 0; r < p; r++) {
            double a = partRe[0];
            double b = partIm[0];
            for (int q = 1; q < p; q++) {
                int at = q * r % p * turn;
                double c = cos[at];
                double s = sign * sin[at];
                a += partRe[q] * c - partIm[q] * s;
                b += partRe[q] * s + partIm[q] * c;
            }
            outRe[to + r * m] = a;
            outIm[to + r * m] = b;
        }
    }

    /** {@code jk = (j² + k² - (k - j)²) / 2} makes the transform a convolution with a chirp. */
    private static final class Chirp {
        private final int n;
        private final int wide;
        private final FourierPlan plan;
        private final double[] cos;
        private final double[] sin;
        private final double[] filterRe;
        private final double[] filterIm;
        private final double[] re;
        private final double[] im;
        private final double[] turnedRe;
        private final double[] turnedIm;

        Chirp(int n) {
            this.n = n;
            this.wide = Integer.highestOneBit(2 * n - 2) * 2;
            this.plan = new FourierPlan(wide);
            this.cos = new double[n];
            this.sin = new double[n];
            double[] chirpRe = new double[wide];
            double[] chirpIm = new double[wide];
            for (int k = 0; k < n; k++) {
                long square = (long) k * k % (2L * n);
                cos[k] = Math.cos(Math.PI * square / n);
                sin[k] = Math.sin(Math.PI * square / n);
                chirpRe[k] = cos[k];
                chirpIm[k] = sin[k];
                if (k > 0) {
                    chirpRe[wide - k] = cos[k];
                    chirpIm[wide - k] = sin[k];
                }
            }
            this.filterRe = new double[wide];
            this.filterIm = new double[wide];
            plan.run(chirpRe, chirpIm, filterRe, filterIm, false);
            this.re = new double[wide];
            this.im = new double[wide];
            this.turnedRe = new double[wide];
            this.turnedIm = new double[wide];
        }

        /** The inverse is the transform with both parts swapped before and behind it. */
        void run(double[] inRe, double[] inIm, double[] outRe, double[] outIm, boolean inverse) {
            if (inverse) {
                run(inIm, inRe, outIm, outRe, false);
                return;
            }
            for (int j = 0; j < wide; j++) {
                re[j] = j < n ? inRe[j] * cos[j] + inIm[j] * sin[j] : 0;
                im[j] = j < n ? inIm[j] * cos[j] - inRe[j] * sin[j] : 0;
            }
            plan.run(re, im, turnedRe, turnedIm, false);
            for (int k = 0; k < wide; k++) {
                double a = turnedRe[k];
                double b = turnedIm[k];
                turnedRe[k] = a * filterRe[k] - b * filterIm[k];
                turnedIm[k] = a * filterIm[k] + b * filterRe[k];
            }
            plan.run(turnedRe, turnedIm, re, im, true);
            for (int k = 0; k < n; k++) {
                double a = re[k] / wide;
                double b = im[k] / wide;
                outRe[k] = a * cos[k] + b * sin[k];
                outIm[k] = b * cos[k] - a * sin[k];
            }
        }
    }
}
