package org.kerata.autodiff.internal.kernels.loops;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;

/** For each of some rows of a table the gradients that lookups give it, in the order of the lookups, and their sum. */
final class RowChains {
    private static final int NONE = -1;

    private final IntBuffer numbers;
    private final FloatBuffer gradients;
    private final int lo;
    private final int part;
    private final int[] first;
    private final int[] next;

    /**
     * For rows {@code lo} to {@code hi}.
     *
     * @param numbers the rows that were looked up, of the whole table
     * @param gradients the gradient of each
     * @param part the length of a row
     */
    RowChains(IntBuffer numbers, FloatBuffer gradients, int lo, int hi, int part) {
        this.numbers = numbers;
        this.gradients = gradients;
        this.lo = lo;
        this.part = part;
        this.first = new int[hi - lo];
        this.next = new int[numbers.capacity()];
        Arrays.fill(first, NONE);
    }

    /** Finds the lookups of each row. */
    void open() {
        for (int i = next.length - 1; i >= 0; i--) {
            int row = numbers.get(i) - lo;
            if (row >= 0 && row < first.length) {
                next[i] = first[row];
                first[row] = i;
            }
        }
    }

    /** How many rows there are. */
    int rows() {
        return first.length;
    }

    /** Whether a row, counted from {@code lo}, was looked up. */
    boolean has(int row) {
        return first[row] != NONE;
    }

    /** Forgets the lookups, and marks the rows that had any. */
    void close(boolean[] marks) {
        for (int i = 0; i < next.length; i++) {
            int row = numbers.get(i) - lo;
            if (row >= 0 && row < first.length) {
                first[row] = NONE;
                marks[row] = true;
            }
        }
    }

    /** Puts elements {@code at} to {@code at + n} of the sum of a row's gradients to {@code to}; zeros if it has none. */
    void sum(int row, int at, int n, float[] out, int to, float[] scratch) {
        int i = first[row];
        if (i == NONE) {
            Arrays.fill(out, to, to + n, 0);
            return;
        }
        gradients.get(i * part + at, out, to, n);
        for (i = next[i]; i != NONE; i = next[i]) {
            gradients.get(i * part + at, scratch, to, n);
            add(scratch, out, to, to + n);
        }
    }

    /** With one index for both arrays, so that it vectorises. */
    private static void add(float[] row, float[] sum, int begin, int end) {
        for (int i = begin; i < end; i++) {
            sum[i] += row[i];
        }
    }
}
