package org.kerata.autodiff.internal.kernels.loops;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.internal.run.Worker;

/**
 * The gradients of rows divided by the root of their mean square and scaled: with r the reciprocal root and g the scaled gradient, {@code
 * dx = r·g - x·r³·mean(g·x)}, and for the scale the sums of {@code dy·x·r}. In Java, since oneDNN 3.11 takes the mean of g off besides, as
 * if rows had been centred.
 */
public final class RmsNormGradientKernel implements Kernel {
    private static final int BLOCK = Worker.BLOCK;

    /** Float sums over so many rows are added to double totals. */
    private static final int ROWS_PER_TOTAL = 64;

    private final FloatBuffer x;
    private final FloatBuffer scale;
    private final FloatBuffer squares;
    private final FloatBuffer dy;
    private final FloatBuffer dx;
    private final FloatBuffer dscale;
    private final int rows;
    private final int length;
    private final double epsilon;
    private final float[][] scales;
    private final float[][] sums;
    private final double[] totals;

    /** A kernel for rows of a length; {@code squares} are the rows' mean squares. */
    public RmsNormGradientKernel(
            FloatBuffer x,
            FloatBuffer scale,
            FloatBuffer squares,
            FloatBuffer dy,
            FloatBuffer dx,
            FloatBuffer dscale,
            int rows,
            int length,
            double epsilon) {
        this.x = x;
        this.scale = scale;
        this.squares = squares;
        this.dy = dy;
        this.dx = dx;
        this.dscale = dscale;
        this.rows = rows;
        this.length = length;
        this.epsilon = epsilon;
        int blocks = (length + BLOCK - 1) / BLOCK;
        this.scales = new float[blocks][BLOCK];
        this.sums = new float[blocks][BLOCK];
        this.totals = new double[length];
    }

    @Override
    public void run(Worker w) {
        float[][] r = w.registers(4);
        for (int b = 0; b < scales.length; b++) {
            scale.get(b * BLOCK, scales[b], 0, width(b));
            Arrays.fill(sums[b], 0);
        }
        Arrays.fill(totals, 0);
        for (int row = 0; row < rows; row++) {
            row(r, row);
            if (row % ROWS_PER_TOTAL == ROWS_PER_TOTAL - 1 || row == rows - 1) {
                settle();
            }
        }
        for (int i = 0; i < length; i++) {
            dscale.put(i, (float) totals[i]);
        }
    }

    private int width(int block) {
        return Math.min(BLOCK, length - block * BLOCK);
    }

    private void row(float[][] r, int row) {
        int start = row * length;
        Arrays.fill(r[3], 0, Math.min(BLOCK, length), 0);
        for (int b = 0; b < scales.length; b++) {
            load(r, start, b);
            products(r[0], r[1], scales[b], r[3], width(b));
        }
        double mean = fold(r[3], Math.min(BLOCK, length)) / length;
        double root = 1 / Math.sqrt(squares.get(row) + epsilon);
        float steep = (float) (root * root * root * mean);
        for (int b = 0; b < scales.length; b++) {
            if (scales.length > 1) {
                load(r, start, b);
            }
            int n = width(b);
            gradients(r[0], r[1], scales[b], r[2], n, (float) root, steep);
            accumulate(r[0], r[1], sums[b], n, (float) root);
            dx.put(start + b * BLOCK, r[2], 0, n);
        }
    }

    private void load(float[][] r, int start, int block) {
        x.get(start + block * BLOCK, r[0], 0, width(block));
        dy.get(start + block * BLOCK, r[1], 0, width(block));
    }

    private void settle() {
        for (int i = 0; i < length; i++) {
            totals[i] += sums[i / BLOCK][i % BLOCK];
        }
        for (float[] s : sums) {
            Arrays.fill(s, 0);
        }
    }

    private static void products(float[] x, float[] dy, float[] scale, float[] sum, int n) {
        for (int i = 0; i < n; i++) {
            sum[i] += dy[i] * scale[i] * x[i];
        }
    }

    private static void gradients(float[] x, float[] dy, float[] scale, float[] dx, int n, float root, float steep) {
        for (int i = 0; i < n; i++) {
            dx[i] = dy[i] * scale[i] * root - x[i] * steep;
        }
    }

    private static void accumulate(float[] x, float[] dy, float[] sum, int n, float root) {
        for (int i = 0; i < n; i++) {
            sum[i] += dy[i] * x[i] * root;
        }
    }

    private static double fold(float[] a, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < n; i += 4) {
            s0 += a[i];
            s1 += a[i + 1];
            s2 += a[i + 2];
            s3 += a[i + 3];
        }
        for (; i < n; i++) {
            s0 += a[i];
        }
        return s0 + s1 + (s2 + s3);
    }
}
