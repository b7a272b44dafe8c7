package org.kerata.autodiff.harness;

import static org.junit.jupiter.api.Assertions.fail;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;

/** When two tensors count as equal. */
public final class Close {
    /** Numbers in the vicinity of the smallest ones count as zero: Keras's own kernels flush them. */
    private static final double SMALLEST = 1e-30;

    private final double tolerance;
    private final boolean each;

    private Close(double tolerance, boolean each) {
        this.tolerance = tolerance;
        this.each = each;
    }

    /** Off by no more than this part of the element's size plus that of the tensor's typical element. */
    public static Close within(double tolerance) {
        return new Close(tolerance, false);
    }

    /** Off by no more than this part of the element's own size. */
    public static Close each(double tolerance) {
        return new Close(tolerance, true);
    }

    /** Fails where they differ, naming the element. */
    public void check(String what, @Nullable Tensor expected, Tensor received) {
        if (expected == null) {
            throw new IllegalStateException(what + ": nothing to compare with.");
        }
        check(what, expected.doubles(), received.doubles());
    }

    /** Fails where they differ, naming the element. */
    public void check(String what, double[] expected, double[] received) {
        if (expected.length != received.length) {
            fail(what + ": expected " + expected.length + " elements, received " + received.length);
        }
        double typical = each ? SMALLEST : typical(expected);
        for (int i = 0; i < expected.length; i++) {
            double e = expected[i];
            double r = received[i];
            boolean same = Double.compare(e, r) == 0
                    || (Double.isNaN(e) && Double.isNaN(r))
                    || Math.abs(e - r) <= tolerance * (Math.abs(e) + typical);
            if (!same || Double.isInfinite(e) && e != r) {
                fail(what + ": element " + i + " of " + e + " was expected, received " + r + " (off by "
                        + Math.abs(e - r) + ", typical " + typical + ")");
            }
        }
    }

    /** The root of the mean square of the finite elements, at least a little. */
    private static double typical(double[] v) {
        double sum = 0;
        int n = 1;
        for (double x : v) {
            if (Double.isFinite(x)) {
                sum += x * x;
                n++;
            }
        }
        return Math.max(0.05, Math.sqrt(sum / n));
    }
}
