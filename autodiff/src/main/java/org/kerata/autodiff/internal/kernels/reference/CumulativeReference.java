package org.kerata.autodiff.internal.kernels.reference;

import org.kerata.autodiff.Shape;
import org.kerata.autodiff.internal.kernels.Host;
import org.kerata.autodiff.ops.Reductions;

/** Sums and products that grow along an axis. */
public final class CumulativeReference {
    private CumulativeReference() {}

    public static void sum(Reductions.Growing a, Host[] in, Host[] out) {
        run(a, in[0], out[0], false);
    }

    public static void product(Reductions.Growing a, Host[] in, Host[] out) {
        run(a, in[0], out[0], true);
    }

    private static void run(Reductions.Growing a, Host x, Host y, boolean product) {
        Shape s = x.shape;
        int n = s.intDim(a.axis());
        int inner = (int) s.product(a.axis() + 1, s.rank());
        boolean real = x.dtype.isFloating();
        for (int i = 0; i < x.size; i++) {
            int at = a.reverse() ? x.size - 1 - i : i;
            int place = at / inner % n;
            boolean first = place == (a.reverse() ? n - 1 : 0);
            int before = a.reverse() ? at + inner : at - inner;
            if (real) {
                double up = first ? (product ? 1 : 0) : y.d[before];
                y.d[at] = product ? up * x.d[at] : up + x.d[at];
            } else {
                long up = first ? (product ? 1 : 0) : y.l[before];
                y.l[at] = product ? up * x.l[at] : up + x.l[at];
            }
        }
    }
}
