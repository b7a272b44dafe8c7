package org.kerata.autodiff.internal.kernels.reference;

import java.util.Arrays;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.internal.kernels.Host;
import org.kerata.autodiff.ops.Counts;

/** Counts of numbers, and of elements in bins. */
public final class CountReference {
    private CountReference() {}

    public static void bins(Counts.Bins a, Host[] in, Host[] out) {
        Host x = in[0];
        Host y = out[0];
        int n = x.shape.intDim(-1);
        Arrays.fill(y.d, 0);
        Arrays.fill(y.l, 0);
        for (int i = 0; i < x.size; i++) {
            long number = x.l[i];
            if (number < 0 || number >= a.length()) {
                throw new KerataException(
                        "bincount: number " + number + " at position " + i + " is out of range. Expected 0 to "
                                + (a.length() - 1) + ", there being " + a.length() + " bins. Give a larger length.");
            }
            int at = i / n * a.length() + (int) number;
            if (y.dtype.isFloating()) {
                y.d[at] += in[1].d[i];
            } else {
                y.l[at] += in.length > 1 ? in[1].l[i] : 1;
            }
        }
    }

    public static void histogram(Counts.Bars a, Host[] in, Host[] out) {
        Host x = in[0];
        double[] edges = out[1].d;
        Counts.Range range = a.range();
        double low = range != null ? range.low() : Double.POSITIVE_INFINITY;
        double high = range != null ? range.high() : Double.NEGATIVE_INFINITY;
        for (int i = 0; range == null && i < x.size; i++) {
            low = x.d[i] < low ? x.d[i] : low;
            high = x.d[i] > high ? x.d[i] : high;
        }
        if (low > high) {
            low = 0;
            high = 1;
        } else if (low == high) {
            low -= 0.5;
            high += 0.5;
        }
        long[] keys = new long[edges.length];
        for (int i = 0; i < edges.length; i++) {
            double part = (double) i / a.bins();
            double edge = i == a.bins() ? high : low + (high - low) * part;
            edges[i] = x.dtype.bytes() == Float.BYTES ? (float) edge : edge;
            keys[i] = Keys.of(edges[i]);
        }
        Arrays.fill(out[0].d, 0);
        for (int i = 0; i < x.size; i++) {
            long key = Keys.of(x.d[i]);
            int bin = key == keys[a.bins()] ? a.bins() - 1 : Keys.place(keys, key, true) - 1;
            if (bin >= 0 && bin < a.bins()) {
                out[0].d[bin]++;
            }
        }
    }
}
