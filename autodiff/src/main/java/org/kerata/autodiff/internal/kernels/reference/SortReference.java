package org.kerata.autodiff.internal.kernels.reference;

import org.kerata.autodiff.internal.kernels.Host;
import org.kerata.autodiff.ops.Reductions;
import org.kerata.autodiff.ops.Sorting;

/** Sorting, the largest, and different elements. */
public final class SortReference {
    /** Up to so many of the largest are kept by insertion; for more the whole line is sorted. */
    private static final int FEW = 64;

    private SortReference() {}

    public static void argsort(Reductions.Axis a, Host[] in, Host[] out) {
        Host x = in[0];
        int outer = (int) x.shape.product(0, a.axis());
        int n = x.shape.intDim(a.axis());
        int inner = (int) x.shape.product(a.axis() + 1, x.shape.rank());
        MergeSort sort = new MergeSort(n);
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                int first = o * n * inner + i;
                for (int k = 0; k < n; k++) {
                    sort.keys[k] = Keys.of(x, first + k * inner);
                }
                sort.sort();
                for (int k = 0; k < n; k++) {
                    out[0].l[first + k * inner] = sort.from[k];
                }
            }
        }
    }

    public static void top(Sorting.Top a, Host[] in, Host[] out) {
        Host x = in[0];
        int n = x.shape.intDim(-1);
        int rows = n == 0 ? 0 : x.size / n;
        boolean few = a.k() <= FEW;
        long[] best = new long[few ? a.k() : 0];
        MergeSort sort = new MergeSort(few ? 0 : n);
        for (int r = 0; r < rows; r++) {
            if (few) {
                insertLargest(x, r * n, n, best, out[0].l, r * a.k());
                continue;
            }
            for (int k = 0; k < n; k++) {
                sort.keys[k] = ~Keys.of(x, r * n + k);
            }
            sort.sort();
            for (int k = 0; k < a.k(); k++) {
                out[0].l[r * a.k() + k] = sort.from[k];
            }
        }
    }

    /** Keeps the largest so far in descending order, of equal ones the first. */
    private static void insertLargest(Host x, int first, int n, long[] best, long[] index, int to) {
        int filled = 0;
        for (int i = 0; i < n; i++) {
            long key = Keys.of(x, first + i);
            if (filled == best.length && key <= best[filled - 1]) {
                continue;
            }
            int k = filled < best.length ? filled++ : filled - 1;
            while (k > 0 && best[k - 1] < key) {
                best[k] = best[k - 1];
                index[to + k] = index[to + k - 1];
                k--;
            }
            best[k] = key;
            index[to + k] = i;
        }
    }

    public static void inTop(Sorting.Top a, Host[] in, Host[] out) {
        Host x = in[1];
        int n = x.shape.intDim(-1);
        for (int r = 0; r < in[0].size; r++) {
            long target = in[0].l[r];
            boolean known = target >= 0 && target < n && !Keys.isNan(x, r * n + (int) target);
            int above = 0;
            if (known) {
                long key = Keys.of(x, r * n + (int) target);
                for (int k = 0; k < n; k++) {
                    above += Keys.of(x, r * n + k) > key ? 1 : 0;
                }
            }
            out[0].l[r] = known && above < a.k() ? 1 : 0;
        }
    }

    public static void unique(Sorting.Distinct a, Host[] in, Host[] out) {
        Host x = in[0];
        MergeSort sort = new MergeSort(x.size);
        for (int i = 0; i < x.size; i++) {
            sort.keys[i] = Keys.of(x, i);
        }
        sort.sort();
        int found = -1;
        for (int k = 0; k < x.size; k++) {
            int i = sort.from[k];
            if (k == 0 || sort.keys[k] != sort.keys[k - 1]) {
                found++;
                if (found < a.size()) {
                    put(x, i, out[0], found);
                    out[1].l[found] = i;
                    out[3].l[found] = 0;
                }
            }
            out[2].l[i] = found;
            if (found < a.size()) {
                out[3].l[found]++;
            }
        }
        for (int k = found + 1; k < a.size(); k++) {
            out[0].set(k, a.fill());
            out[1].l[k] = found < 0 ? 0 : out[1].l[0];
            out[3].l[k] = 0;
        }
    }

    private static void put(Host from, int i, Host to, int at) {
        if (from.dtype.isFloating()) {
            to.d[at] = from.d[i];
        } else {
            to.l[at] = from.l[i];
        }
    }
}
