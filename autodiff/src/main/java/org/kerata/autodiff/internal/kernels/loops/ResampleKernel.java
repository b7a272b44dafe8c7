package org.kerata.autodiff.internal.kernels.loops;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.internal.run.Worker;
import org.kerata.autodiff.ops.Taps;

/**
 * Rows of elements as weighted sums of other rows. Wide rows are summed block by block; of narrow ones a whole line is brought into the
 * heap first. What is only copied is copied from memory to memory.
 */
public final class ResampleKernel implements Kernel {
    private static final int BLOCK = Worker.BLOCK;
    private static final int WIDE = 64;

    private final int input;
    private final int[] starts;
    private final int[] places;
    private final float[] weights;
    private final FloatBuffer from;
    private final FloatBuffer to;
    private final int first;
    private final int rows;
    private final int inner;

    /**
     * A kernel for so many rows of the output.
     *
     * @param from the input from the line on in which the first row lies
     * @param first where in its line the first row lies
     */
    public ResampleKernel(Taps taps, FloatBuffer from, FloatBuffer to, int first, int rows, int inner) {
        this.input = taps.input();
        this.starts = new int[taps.output() + 1];
        for (int i = 0; i <= taps.output(); i++) {
            starts[i] = taps.start(i);
        }
        this.places = new int[taps.count()];
        this.weights = new float[taps.count()];
        for (int t = 0; t < places.length; t++) {
            places[t] = taps.place(t);
            weights[t] = (float) taps.weight(t);
        }
        this.from = from;
        this.to = to;
        this.first = first;
        this.rows = rows;
        this.inner = inner;
    }

    @Override
    public void run(Worker w) {
        int length = starts.length - 1;
        int row = 0;
        for (int line = 0; row < rows; line++) {
            int lo = line == 0 ? first : 0;
            int hi = Math.min(length, lo + rows - row);
            if (inner >= WIDE) {
                wide(w.registers(2), line, lo, hi, row);
            } else {
                narrow(w, line, lo, hi, row);
            }
            row += hi - lo;
        }
    }

    private void wide(float[][] r, int line, int lo, int hi, int row) {
        for (int j = lo; j < hi; j++, row++) {
            int a = starts[j];
            int z = starts[j + 1];
            if (z - a == 1 && weights[a] == 1) {
                to.put(row * inner, from, (line * input + places[a]) * inner, inner);
                continue;
            }
            for (int c = 0; c < inner; c += BLOCK) {
                int n = Math.min(BLOCK, inner - c);
                Arrays.fill(r[0], 0, n, 0);
                for (int t = a; t < z; t++) {
                    from.get((line * input + places[t]) * inner + c, r[1], 0, n);
                    addScaled(r[1], weights[t], r[0], n);
                }
                to.put(row * inner + c, r[0], 0, n);
            }
        }
    }

    private void narrow(Worker w, int line, int lo, int hi, int row) {
        int read = input * inner;
        int made = (hi - lo) * inner;
        float[] all = w.large(read + made);
        from.get(line * read, all, 0, read);
        for (int j = lo; j < hi; j++) {
            int at = read + (j - lo) * inner;
            int a = starts[j];
            int z = starts[j + 1];
            if (z - a == 1 && weights[a] == 1) {
                System.arraycopy(all, places[a] * inner, all, at, inner);
                continue;
            }
            for (int c = 0; c < inner; c++) {
                float sum = 0;
                for (int t = a; t < z; t++) {
                    sum += weights[t] * all[places[t] * inner + c];
                }
                all[at + c] = sum;
            }
        }
        to.put(row * inner, all, read, made);
    }

    private static void addScaled(float[] x, float by, float[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] += x[i] * by;
        }
    }
}
