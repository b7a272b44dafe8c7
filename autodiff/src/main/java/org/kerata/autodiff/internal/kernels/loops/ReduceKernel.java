package org.kerata.autodiff.internal.kernels.loops;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.kerata.autodiff.internal.kernels.Loops;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.internal.run.Worker;

/**
 * Reduces the middle one of three axes with accumulators as wide as a block, which are folded at the end: a plain running sum would wait
 * for each addition in turn, and would round worse.
 */
public final class ReduceKernel implements Kernel {
    private static final int BLOCK = Worker.BLOCK;

    /** What is taken of the reduced elements. */
    public enum Kind {
        /** Their sum. */
        SUM,
        /** Their maximum. */
        MAX
    }

    private final boolean sum;
    private final FloatBuffer in;
    private final FloatBuffer out;
    private final int outer;
    private final int reduced;
    private final int inner;

    /** A kernel from (outer, reduced, inner) to (outer, inner). */
    public ReduceKernel(Kind kind, FloatBuffer in, FloatBuffer out, int outer, int reduced, int inner) {
        this.sum = kind == Kind.SUM;
        this.in = in;
        this.out = out;
        this.outer = outer;
        this.reduced = reduced;
        this.inner = inner;
    }

    @Override
    public void run(Worker w) {
        float[][] r = w.registers(3);
        if (inner > 1) {
            for (int o = 0; o < outer; o++) {
                columns(r, o);
            }
        } else if (reduced >= BLOCK / 4) {
            for (int o = 0; o < outer; o++) {
                out.put(o, line(r, o * reduced, reduced));
            }
        } else {
            shortLines(r);
        }
    }

    private void columns(float[][] r, int o) {
        int start = o * reduced * inner;
        for (int c = 0; c < inner; c += BLOCK) {
            int width = Math.min(BLOCK, inner - c);
            if (width < inner) {
                wideColumns(r, start + c, width, o * inner + c);
            } else {
                narrowColumns(r, start, o * inner);
            }
        }
    }

    /** Part of each row at a time. */
    private void wideColumns(float[][] r, int start, int width, int target) {
        float[] acc = r[0];
        in.get(start, acc, 0, width);
        for (int k = 1; k < reduced; k++) {
            in.get(start + k * inner, r[1], 0, width);
            combine(acc, r[1], width);
        }
        out.put(target, acc, 0, width);
    }

    /** As many whole rows as fit into a block at a time. */
    private void narrowColumns(float[][] r, int start, int target) {
        float[] acc = r[0];
        int block = BLOCK / inner * inner;
        int total = reduced * inner;
        int first = Math.min(block, total);
        Arrays.fill(acc, 0, block, sum ? 0 : Float.NEGATIVE_INFINITY);
        in.get(start, acc, 0, first);
        for (int at = block; at < total; at += block) {
            int n = Math.min(block, total - at);
            in.get(start + at, r[1], 0, n);
            combine(acc, r[1], n);
        }
        for (int at = inner; at < first; at += inner) {
            for (int c = 0; c < inner; c++) {
                acc[c] = sum ? acc[c] + acc[at + c] : Math.max(acc[c], acc[at + c]);
            }
        }
        out.put(target, acc, 0, inner);
    }

    private float line(float[][] r, int start, int n) {
        float[] acc = r[0];
        int first = Math.min(BLOCK, n);
        in.get(start, acc, 0, first);
        for (int at = BLOCK; at < n; at += BLOCK) {
            int m = Math.min(BLOCK, n - at);
            in.get(start + at, r[1], 0, m);
            combine(acc, r[1], m);
        }
        return fold(acc, 0, first);
    }

    private void shortLines(float[][] r) {
        float[] buffer = r[0];
        int perBlock = Math.max(1, BLOCK / reduced);
        for (int o = 0; o < outer; o += perBlock) {
            int n = Math.min(perBlock, outer - o);
            in.get(o * reduced, buffer, 0, n * reduced);
            for (int i = 0; i < n; i++) {
                r[1][i] = fold(buffer, i * reduced, reduced);
            }
            out.put(o, r[1], 0, n);
        }
    }

    private float fold(float[] a, int from, int n) {
        if (!sum) {
            float m = a[from];
            for (int i = 1; i < n; i++) {
                m = Math.max(m, a[from + i]);
            }
            return m;
        }
        double s = 0;
        for (int i = 0; i < n; i++) {
            s += a[from + i];
        }
        return (float) s;
    }

    private void combine(float[] acc, float[] more, int n) {
        if (sum) {
            Loops.add(acc, more, acc, acc, n);
        } else {
            Loops.maximum(acc, more, acc, acc, n);
        }
    }
}
