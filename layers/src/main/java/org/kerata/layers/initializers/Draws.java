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
        double below = 0.02275013194817921; // the normal distribution function at -2
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
        2509.0809287301227,
        33430.57558358813,
        67265.7709270087,
        45921.95393154987,
        13731.69376550946,
        1971.5909503065513,
        133.14166789178438,
        3.3871328727963665
    };
    private static final double[] CENTRE_BELOW = {
        5226.495278852546,
        28729.085735721943,
        39307.89580009271,
        21213.794301586597,
        5394.196021424751,
        687.1870074920579,
        42.31333070160091,
        1
    };
    private static final double[] TAIL_ABOVE = {
        0.0007745450142783414,
        0.022723844989269184,
        0.2417807251774506,
        1.2704582524523684,
        3.6478483247632045,
        5.769497221460691,
        4.630337846156546,
        1.4234371107496835
    };
    private static final double[] TAIL_BELOW = {
        1.0507500716444169e-09,
        0.0005475938084995345,
        0.015198666563616457,
        0.14810397642748008,
        0.6897673349851,
        1.6763848301838038,
        2.053191626637759,
        1
    };
    private static final double[] FAR_ABOVE = {
        2.0103343992922881e-07,
        2.7115555687434876e-05,
        0.0012426609473880784,
        0.026532189526576124,
        0.29656057182850487,
        1.7848265399172913,
        5.463784911164114,
        6.657904643501103
    };
    private static final double[] FAR_BELOW = {
        2.0442631033899397e-15,
        1.421511758316446e-07,
        1.8463183175100548e-05,
        0.0007868691311456133,
        0.014875361290850615,
        0.1369298809227358,
        0.599832206555888,
        1
    };
}
