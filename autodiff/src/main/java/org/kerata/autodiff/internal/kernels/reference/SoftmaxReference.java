package org.kerata.autodiff.internal.kernels.reference;

import org.kerata.autodiff.internal.kernels.Host;
import org.kerata.autodiff.ops.Activations;

/** Softmax and its logarithm along one axis. */
public final class SoftmaxReference {
    private SoftmaxReference() {}

    public static void softmax(Activations.AlongAxis a, Host[] in, Host[] out) {
        run(a.axis(), in[0], out[0], false);
    }

    public static void logSoftmax(Activations.AlongAxis a, Host[] in, Host[] out) {
        run(a.axis(), in[0], out[0], true);
    }

    private static void run(int axis, Host x, Host y, boolean log) {
        int outer = (int) x.shape.product(0, axis);
        int n = x.shape.intDim(axis);
        int inner = (int) x.shape.product(axis + 1, x.shape.rank());
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                int first = o * n * inner + i;
                double max = Double.NEGATIVE_INFINITY;
                for (int k = 0; k < n; k++) {
                    max = Math.max(max, x.d[first + k * inner]);
                }
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += Math.exp(x.d[first + k * inner] - max);
                }
                double logSum = Math.log(sum);
                for (int k = 0; k < n; k++) {
                    double v = x.d[first + k * inner] - max;
                    y.d[first + k * inner] = log ? v - logSum : Math.exp(v) / sum;
                }
            }
        }
    }
}
