package org.kerata.autodiff.internal.kernels.reference;

import java.util.Arrays;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.internal.kernels.Host;
import org.kerata.autodiff.ops.Sorting;

/** Places of values in sorted vectors, by halving. */
public final class SearchReference {
    private SearchReference() {}

    public static void searchSorted(Sorting.Side a, Host[] in, Host[] out) {
        long[] sorted = Keys.of(in[0]);
        for (int i = 0; i < in[1].size; i++) {
            out[0].l[i] = Keys.place(sorted, Keys.of(in[1], i), a.right());
        }
    }

    public static void digitize(NoAttributes none, Host[] in, Host[] out) {
        long[] bounds = Keys.of(in[1]);
        int n = bounds.length;
        boolean descending = n > 1 && bounds[0] > bounds[n - 1];
        if (descending) {
            for (int i = 0; i < n / 2; i++) {
                long kept = bounds[i];
                bounds[i] = bounds[n - 1 - i];
                bounds[n - 1 - i] = kept;
            }
        }
        for (int i = 0; i < in[0].size; i++) {
            int place = Keys.place(bounds, Keys.of(in[0], i), true);
            out[0].l[i] = descending ? n - place : place;
        }
    }

    public static void isIn(Sorting.Member a, Host[] in, Host[] out) {
        long[] members = Keys.of(in[1]);
        Arrays.sort(members);
        for (int i = 0; i < in[0].size; i++) {
            boolean found = !Keys.isNan(in[0], i) && Arrays.binarySearch(members, Keys.of(in[0], i)) >= 0;
            out[0].l[i] = found != a.invert() ? 1 : 0;
        }
    }
}
