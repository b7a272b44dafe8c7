package org.kerata.autodiff.internal.kernels.reference;

import org.apache.commons.math3.special.Gamma;

/**
 * How numbers of the gamma distribution move with its parameter, their quantile staying: {@code dz/dα = -(∂P(α, z)/∂α) / p(z; α)}, P being the
 * distribution function and p the density (Figurnov, Mohamed, Mnih, "Implicit reparameterization gradients", 2018).
 */
final class GammaSlope {
    /** From here on the series has thousands of terms, and the normal approximation is exact to nine digits. */
    private static final double LARGE = 1e6;

    private GammaSlope() {}

    /**
     * {@code d ln z / dα} at a number's logarithm. With {@code P = z · p · S, S = Σ zᵏ / (α · … · (α + k))} it is {@code -(S · (ln z - ψ(α)) +
     * ∂S/∂α)}, which neither overflows nor underflows.
     */
    static double ofLogarithm(double alpha, double log) {
        if (!(alpha > 0) || Double.isNaN(log) || Double.isInfinite(alpha)) {
            return Double.NaN;
        }
        if (alpha > LARGE) {
            return normal(alpha, log);
        }
        double z = StrictMath.exp(log);
        double term = 1 / alpha;
        double reciprocals = term;
        double sum = term;
        double slope = -term * reciprocals;
        for (int k = 1; term > 0x1p-56 * sum || k < z - alpha; k++) {
            term *= z / (alpha + k);
            reciprocals += 1 / (alpha + k);
            sum += term;
            slope -= term * reciprocals;
        }
        return -(sum * (log - Gamma.digamma(alpha)) + slope);
    }

    /** By {@code z ≈ α · (1 - 1 / 9α + x / 3√α)³}, x being normally distributed (Wilson and Hilferty, 1931). */
    private static double normal(double alpha, double log) {
        double root = StrictMath.exp((log - StrictMath.log(alpha)) / 3);
        double x = (root - 1 + 1 / (9 * alpha)) * 3 * Math.sqrt(alpha);
        return 1 / alpha + 3 / root * (1 / (9 * alpha * alpha) - x / (6 * alpha * Math.sqrt(alpha)));
    }
}
