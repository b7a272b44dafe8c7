package org.kerata.autodiff.internal.kernels.reference;

import org.kerata.autodiff.internal.kernels.Host;
import org.kerata.autodiff.ops.Resizing;
import org.kerata.autodiff.ops.Taps;

/** Elements of an axis from elements of another. */
public final class ResampleReference {
    private ResampleReference() {}

    public static void run(Resizing.Resample a, Host[] in, Host[] out) {
        Taps taps = a.taps();
        int rank = in[0].shape.rank();
        int outer = Math.toIntExact(in[0].shape.product(0, a.axis()));
        int inner = Math.toIntExact(in[0].shape.product(a.axis() + 1, rank));
        for (int o = 0; o < outer; o++) {
            for (int j = 0; j < taps.output(); j++) {
                int to = (o * taps.output() + j) * inner;
                for (int i = 0; i < inner; i++) {
                    double sum = 0;
                    long whole = 0;
                    for (int t = taps.start(j); t < taps.start(j + 1); t++) {
                        int from = (o * taps.input() + taps.place(t)) * inner + i;
                        if (in[0].dtype.isFloating()) {
                            sum += taps.weight(t) * in[0].d[from];
                        } else {
                            whole += Math.round(taps.weight(t)) * in[0].l[from];
                        }
                    }
                    if (out[0].dtype.isFloating()) {
                        out[0].d[to + i] = sum;
                    } else {
                        out[0].l[to + i] = whole;
                    }
                }
            }
        }
    }
}
