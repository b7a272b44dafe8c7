package org.kerata.layers.initializers;

import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;

/**
 * Random numbers for start values: number i depends on the seed and i alone, and is the same on every machine (arithmetic only, but for
 * logarithms far out in the tails of a normal distribution).
 */
final class Draws {
    private final long seed;

    Draws(long seed) {
        this.seed = seed;
    }

    /** A function of the index. */
    interface At {
        double at(long i);
    }

    /** A tensor whose element i is f(i), in row-major order. */
    static Tensor fill(Shape shape, DType dtype, At f) {
        int n = Math.toIntExact(shape.size());
        if (dtype == DType.FLOAT32) {
            float[] v = new float[n];
            for (int i = 0; i < n; i++) {
                v[i] = (float) f.at(i);
            }
            return Tensor.of(v, shape.dims()).reshape(shape.dims());
        }
        double[] v = new double[n];
        for (int i = 0; i < n; i++) {
            v[i] = f.at(i);
        }
        return Tensor.of(v, shape.dims()).reshape(shape.dims()).cast(dtype);
    }

    /** Above 0 and below 1. */
    double unit(long i) {
        long z = seed * 0x9E3779B97F4A7C15L + (i + 1) * 0xD1342543DE82EF95L;
        z = (z ^ (z >>> 32)) * 0xD6E8FEB86659FD93L;
        z = (z ^ (z >>> 32)) * 0xD6E8FEB86659FD93L;
        z ^= z >>> 32;
        return ((z >>> 12) + 0.5) * 0x1p-52;
    }

    /** From {@code low} to {@code high}. */
    double uniform(long i, double low, double high) {
        return low + (high - low) * unit(i);
    }

    /** Standard normal. */
    double normal(long i) {
        return quantile(unit(i));
    }

    /** Standard normal, within two standard deviations of the mean. */
    double truncatedNormal(long i) {
        double below = 0.022750131948179209; // the normal distribution function at -2
        return quantile(below + (1 - 2 * below) * unit(i));
    }

    /** The value that a standard normal number is below with probability p (Wichura's algorithm AS 241, exact to 1e-16). */
    static double quantile(double p) {
        double q = p - 0.5;
        if (Math.abs(q) <= 0.425) {
            double r = 0.180625 - q * q;
            return q * ratio(r, CENTRE_ABOVE, CENTRE_BELOW);
        }
        double r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
        double x = r <= 5 ? ratio(r - 1.6, TAIL_ABOVE, TAIL_BELOW) : ratio(r - 5, FAR_ABOVE, FAR_BELOW);
        return q < 0 ? -x : x;
    }

    private static double ratio(double r, double[] above, double[] below) {
        double a = 0;
        double b = 0;
        for (int i = 0; i < above.length; i++) {
            a = a * r + above[i];
            b = b * r + below[i];
        }
        return a / b;
    }

    private static final double[] CENTRE_ABOVE = {
        2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457, 13731.693765509461125,
        1971.5909503065514427, 133.14166789178437745, 3.387132872796366608
    };
    private static final double[] CENTRE_BELOW = {
        5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867, 5394.1960214247511077,
        687.1870074920579083, 42.313330701600911252, 1
    };
    private static final double[] TAIL_ABOVE = {
        7.7454501427834140764e-4, .0227238449892691845833, .24178072517745061177, 1.27045825245236838258, 3.64784832476320460504,
        5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734
    };
    private static final double[] TAIL_BELOW = {
        1.05075007164441684324e-9, 5.475938084995344946e-4, .0151986665636164571966, .14810397642748007459, .68976733498510000455,
        1.6763848301838038494, 2.05319162663775882187, 1
    };
    private static final double[] FAR_ABOVE = {
        2.01033439929228813265e-7, 2.71155556874348757815e-5, .0012426609473880784386, .026532189526576123093, .29656057182850489123,
        1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772
    };
    private static final double[] FAR_BELOW = {
        2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4, .0148753612908506148525,
        .13692988092273580531, .59983220655588793769, 1
    };
}
