package org.kerata.autodiff.internal.kernels.reference;

import org.kerata.autodiff.internal.kernels.Host;
import org.kerata.autodiff.ops.Fourier;

/** Fourier transforms, line by line. */
public final class FourierReference {
    private FourierReference() {}

    public static void run(Fourier.Transform a, Host[] in, Host[] out) {
        int axis = a.axis();
        int rank = in[0].shape.rank();
        int n = in[0].shape.intDim(axis);
        int outer = Math.toIntExact(in[0].shape.product(0, axis));
        int inner = Math.toIntExact(in[0].shape.product(axis + 1, rank));
        if (in[0].size == 0) {
            return;
        }
        FourierPlan plan = new FourierPlan(n);
        double[] re = new double[n];
        double[] im = new double[n];
        double[] outRe = new double[n];
        double[] outIm = new double[n];
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                int first = o * n * inner + i;
                for (int k = 0; k < n; k++) {
                    re[k] = in[0].d[first + k * inner];
                    im[k] = in[1].d[first + k * inner];
                }
                plan.run(re, im, outRe, outIm, a.inverse());
                for (int k = 0; k < n; k++) {
                    out[0].d[first + k * inner] = outRe[k];
                    out[1].d[first + k * inner] = outIm[k];
                }
            }
        }
    }
}
