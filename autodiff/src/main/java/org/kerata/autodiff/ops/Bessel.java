package org.kerata.autodiff.ops;

/** Modified Bessel functions of the first kind: the power series, and for large arguments the asymptotic one (Abramowitz and Stegun 9.6, 9.7). */
final class Bessel {
    /** From here on the asymptotic series is the more exact one. */
    private static final double FAR = 35;

    private static final double ENOUGH = 1e-17;

    private Bessel() {}

    static double i0(double x) {
        return of(0, Math.abs(x));
    }

    static double i1(double x) {
        return Math.copySign(of(1, Math.abs(x)), x);
    }

    private static double of(int order, double x) {
        if (Double.isNaN(x) || Double.isInfinite(x)) {
            return x;
        }
        return x < FAR ? series(order, x) : asymptotic(order, x);
    }

    /** The sum of {@code (x/2)^(2k + order) / (k! (k + order)!)}. */
    private static double series(int order, double x) {
        double quarter = x * x / 4;
        double term = order == 0 ? 1 : x / 2;
        double sum = term;
        for (int k = 1; term > sum * ENOUGH; k++) {
            term *= quarter / (k * (double) (k + order));
            sum += term;
        }
        return sum;
    }

    /** {@code eˣ / √(2πx)} times the sum of products of {@code ((2k - 1)² - 4 order²) / (8kx)}, up to its smallest term. */
    private static double asymptotic(int order, double x) {
        double term = 1;
        double sum = 1;
        for (int k = 1; Math.abs(term) > ENOUGH; k++) {
            double odd = 2 * k - 1;
            double next = term * (odd * odd - 4.0 * order * order) / (8 * k * x);
            if (Math.abs(next) >= Math.abs(term)) {
                break;
            }
            term = next;
            sum += term;
        }
        // In two halves, because eˣ overflows before the quotient does.
        double half = Math.exp(x / 2);
        return half / Math.sqrt(2 * Math.PI * x) * sum * half;
    }
}
