package org.kerata.autodiff.internal.kernels.reference;

import java.util.Arrays;
import org.kerata.autodiff.internal.kernels.Host;
import org.kerata.autodiff.ops.Activations;

/** Projection onto the simplex along one axis. */
public final class SparsemaxReference {
    private SparsemaxReference() {}

    /** With the elements in descending order, as many are kept as the last whose value is still above the mean excess of all up to it. */
    public static void run(Activations.AlongAxis a, Host[] in, Host[] out) {
        Host x = in[0];
        double[] y = out[0].d;
        int outer = (int) x.shape.product(0, a.axis());
        int n = x.shape.intDim(a.axis());
        int inner = (int) x.shape.product(a.axis() + 1, x.shape.rank());
        double[] ascending = new double[n];
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                int first = o * n * inner + i;
                for (int k = 0; k < n; k++) {
                    ascending[k] = x.d[first + k * inner];
                }
                Arrays.sort(ascending);
                double threshold = threshold(ascending);
                for (int k = 0; k < n; k++) {
                    y[first + k * inner] = Math.max(x.d[first + k * inner] - threshold, 0);
                }
            }
        }
    }

    /** What is taken off each element so that the positive rests sum to 1; counted from the largest, which keeps the sums small. */
    private static double threshold(double[] ascending) {
        int n = ascending.length;
        double largest = n == 0 ? 0 : ascending[n - 1];
        double sum = 0;
        double threshold = 0;
        for (int k = 1; k <= n; k++) {
            double below = ascending[n - k] - largest;
            sum += below;
            double excess = (sum - 1) / k;
            if (!(below > excess)) {
                break;
            }
            threshold = excess;
        }
        return threshold + largest;
    }
}
