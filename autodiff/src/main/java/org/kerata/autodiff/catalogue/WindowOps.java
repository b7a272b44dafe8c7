package org.kerata.autodiff.catalogue;

import java.util.function.DoubleUnaryOperator;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Tensor;

/** Windows of signals: so many weights, symmetric, that fall towards both ends. They are {@code float32}. */
public abstract class WindowOps extends ConstantOps {
    /** Not made: its methods are static. */
    protected WindowOps() {}

    /** Rises from 0 to 1 in the middle in a straight line, and falls again. */
    public static Tensor bartlett(int n) {
        return window("bartlett", n, x -> 1 - Math.abs(x));
    }

    /** The sum of three cosines that is 0 at both ends: {@code 0.42 + 0.5 cos πx + 0.08 cos 2πx}. */
    public static Tensor blackman(int n) {
        return window("blackman", n, x -> 0.42 + 0.5 * Math.cos(Math.PI * x) + 0.08 * Math.cos(2 * Math.PI * x));
    }

    /** A cosine that is 0.08 at both ends. */
    public static Tensor hamming(int n) {
        return window("hamming", n, x -> 0.54 + 0.46 * Math.cos(Math.PI * x));
    }

    /** A cosine that is 0 at both ends. */
    public static Tensor hanning(int n) {
        return window("hanning", n, x -> 0.5 + 0.5 * Math.cos(Math.PI * x));
    }

    /** By Bessel's function of order 0; the narrower, the larger beta. */
    public static Tensor kaiser(int n, double beta) {
        return window("kaiser", n, x -> bessel(beta * Math.sqrt(Math.max(0, 1 - x * x))) / bessel(beta));
    }

    /** A function of the place from -1 to 1. */
    private static Tensor window(String name, int n, DoubleUnaryOperator f) {
        if (n < 0) {
            throw new ConfigException(name + ": the number of weights must be 0 or more. Received: " + n + ".");
        }
        float[] v = new float[n];
        for (int i = 0; i < n; i++) {
            v[i] = n == 1 ? 1 : (float) f.applyAsDouble(2.0 * i / (n - 1) - 1);
        }
        return Tensor.of(v, n);
    }

    /** The modified function of order 0, by its power series. */
    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > sum * 1e-17; k++) {
            term *= (x / 2 / k) * (x / 2 / k);
            sum += term;
        }
        return sum;
    }
}
