package org.kerata.autodiff.internal.kernels.loops;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.internal.run.Worker;

/**
 * Mean and squared differences of each channel. The elements are shifted by the first row, so that a mean far from zero costs no digits;
 * parts are combined as Chan, Golub and LeVeque do.
 */
public final class MomentsKernel {
    /** Float sums over so many blocks are added to double totals, so that long batches round no worse than short ones. */
    private static final int BLOCKS_PER_TOTAL = 64;

    private MomentsKernel() {}

    /** From n elements to the mean and the sum of squared differences of each channel. */
    public static Kernel partial(FloatBuffer x, FloatBuffer out, int n, int channels) {
        return channels <= Worker.BLOCK ? narrow(x, out, n, channels) : wide(x, out, n, channels);
    }

    private static Kernel narrow(FloatBuffer x, FloatBuffer out, int n, int channels) {
        double[] sum = new double[channels];
        double[] square = new double[channels];
        int block = Worker.BLOCK / channels * channels;
        return w -> {
            float[][] r = w.registers(4);
            float[] shift = r[0];
            tile(x, 0, shift, channels, block);
            Arrays.fill(sum, 0);
            Arrays.fill(square, 0);
            for (int at = 0; at < n; ) {
                int end = (int) Math.min(n, at + (long) block * BLOCKS_PER_TOTAL);
                Arrays.fill(r[2], 0, block, 0);
                Arrays.fill(r[3], 0, block, 0);
                for (; at < end; at += block) {
                    int m = Math.min(block, end - at);
                    x.get(at, r[1], 0, m);
                    accumulate(r[1], shift, r[2], r[3], m);
                }
                at = end;
                for (int i = 0; i < block; i += channels) {
                    for (int c = 0; c < channels; c++) {
                        sum[c] += r[2][i + c];
                        square[c] += r[3][i + c];
                    }
                }
            }
            finish(sum, square, shift, 0, channels, n / channels, channels, out);
        };
    }

    private static Kernel wide(FloatBuffer x, FloatBuffer out, int n, int channels) {
        double[] sum = new double[Worker.BLOCK];
        double[] square = new double[Worker.BLOCK];
        int rows = n / channels;
        return w -> {
            float[][] r = w.registers(4);
            for (int c = 0; c < channels; c += Worker.BLOCK) {
                int width = Math.min(Worker.BLOCK, channels - c);
                x.get(c, r[0], 0, width);
                Arrays.fill(sum, 0);
                Arrays.fill(square, 0);
                for (int row = 0; row < rows; ) {
                    int end = Math.min(rows, row + BLOCKS_PER_TOTAL);
                    Arrays.fill(r[2], 0, width, 0);
                    Arrays.fill(r[3], 0, width, 0);
                    for (; row < end; row++) {
                        x.get(row * channels + c, r[1], 0, width);
                        accumulate(r[1], r[0], r[2], r[3], width);
                    }
                    for (int i = 0; i < width; i++) {
                        sum[i] += r[2][i];
                        square[i] += r[3][i];
                    }
                }
                finish(sum, square, r[0], c, width, rows, channels, out);
            }
        };
    }

    private static void finish(
            double[] sum,
            double[] square,
            float[] shift,
            int first,
            int width,
            int rows,
            int channels,
            FloatBuffer out) {
        for (int i = 0; i < width; i++) {
            out.put(first + i, (float) (shift[i] + sum[i] / rows));
            out.put(channels + first + i, (float) Math.max(0, square[i] - sum[i] * sum[i] / rows));
        }
    }

    private static void accumulate(float[] a, float[] shift, float[] sum, float[] square, int n) {
        for (int i = 0; i < n; i++) {
            float d = a[i] - shift[i];
            sum[i] += d;
            square[i] += d * d;
        }
    }

    private static void tile(FloatBuffer from, int at, float[] to, int period, int n) {
        from.get(at, to, 0, period);
        for (int done = period; done < n; done *= 2) {
            System.arraycopy(to, 0, to, done, Math.min(done, n - done));
        }
    }

    /** From the parts of all slices to mean and (biased) variance. */
    public static Kernel combine(
            FloatBuffer parts, FloatBuffer mean, FloatBuffer variance, long[] counts, int channels) {
        double total = Arrays.stream(counts).sum();
        return w -> {
            for (int c = 0; c < channels; c++) {
                double m = 0;
                for (int s = 0; s < counts.length; s++) {
                    m += parts.get(2 * channels * s + c) * (counts[s] / total);
                }
                double squares = 0;
                for (int s = 0; s < counts.length; s++) {
                    double d = parts.get(2 * channels * s + c) - m;
                    squares += parts.get(2 * channels * s + channels + c) + d * d * counts[s];
                }
                mean.put(c, (float) m);
                variance.put(c, (float) (squares / total));
            }
        };
    }
}
