package org.kerata.autodiff.internal.kernels.loops;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.internal.run.Worker;

/** Adds rows to a part of a table of zeros, in the order of their numbers. */
public final class ScatterRowsKernel implements Kernel {
    private final GatherKernel.Numbers numbers;
    private final FloatBuffer rows;
    private final FloatBuffer out;
    private final int lo;
    private final int hi;
    private final int part;

    /**
     * For rows {@code lo} to {@code hi} of the table.
     *
     * @param numbers where each row goes
     * @param rows what is added
     * @param out the part of the table
     * @param part the length of a row
     */
    public ScatterRowsKernel(
            GatherKernel.Numbers numbers, FloatBuffer rows, FloatBuffer out, int lo, int hi, int part) {
        this.numbers = numbers;
        this.rows = rows;
        this.out = out;
        this.lo = lo;
        this.hi = hi;
        this.part = part;
    }

    @Override
    public void run(Worker w) {
        float[][] r = w.registers(2);
        clear(r[0]);
        for (int i = 0; i < numbers.count(); i++) {
            int row = numbers.row(i);
            if (row >= lo && row < hi) {
                add(i * part, (row - lo) * part, r[0], r[1]);
            }
        }
    }

    private void clear(float[] zeros) {
        Arrays.fill(zeros, 0);
        int size = (hi - lo) * part;
        for (int at = 0; at < size; at += Worker.BLOCK) {
            out.put(at, zeros, 0, Math.min(Worker.BLOCK, size - at));
        }
    }

    private void add(int from, int to, float[] a, float[] b) {
        for (int at = 0; at < part; at += Worker.BLOCK) {
            int n = Math.min(Worker.BLOCK, part - at);
            rows.get(from + at, a, 0, n);
            out.get(to + at, b, 0, n);
            sum(a, b, n);
            out.put(to + at, b, 0, n);
        }
    }

    private static void sum(float[] a, float[] b, int n) {
        for (int i = 0; i < n; i++) {
            b[i] += a[i];
        }
    }
}
