package org.kerata.autodiff.internal.kernels.reference;

/** Sorts keys together with where they came from; equal ones stay in order. Made once for lines of one length. */
final class MergeSort {
    /** Stretches that are sorted by insertion before merging. */
    private static final int RUN = 16;

    /** The keys: filled by the user, in ascending order afterwards. */
    long[] keys;

    /** Where each key came from. */
    int[] from;

    private long[] otherKeys;
    private int[] otherFrom;

    MergeSort(int n) {
        keys = new long[n];
        from = new int[n];
        otherKeys = new long[n];
        otherFrom = new int[n];
    }

    /** Sorts {@link #keys} and sets {@link #from}. */
    void sort() {
        int n = keys.length;
        for (int i = 0; i < n; i++) {
            from[i] = i;
        }
        for (int first = 0; first < n; first += RUN) {
            insert(first, Math.min(first + RUN, n));
        }
        for (int run = RUN; run < n && run > 0; run *= 2) {
            for (int first = 0; first < n; first += 2 * run) {
                merge(first, Math.min(first + run, n), Math.min(first + 2 * run, n));
            }
            swap();
        }
    }

    private void insert(int first, int end) {
        for (int i = first + 1; i < end; i++) {
            long key = keys[i];
            int origin = from[i];
            int k = i;
            while (k > first && keys[k - 1] > key) {
                keys[k] = keys[k - 1];
                from[k] = from[k - 1];
                k--;
            }
            keys[k] = key;
            from[k] = origin;
        }
    }

    private void merge(int first, int middle, int end) {
        int a = first;
        int b = middle;
        for (int to = first; to < end; to++) {
            boolean left = b >= end || (a < middle && keys[a] <= keys[b]);
            int taken = left ? a++ : b++;
            otherKeys[to] = keys[taken];
            otherFrom[to] = from[taken];
        }
    }

    private void swap() {
        long[] k = keys;
        keys = otherKeys;
        otherKeys = k;
        int[] f = from;
        from = otherFrom;
        otherFrom = f;
    }
}
