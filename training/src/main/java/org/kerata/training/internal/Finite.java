package org.kerata.training.internal;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Elements;

/** Looks for numbers that are infinite or NaN, many at a time. */
public final class Finite {
    private static final int LANES = 256;

    private final float[] lanes = new float[LANES];
    private final float[] block = new float[LANES];

    /** With scratch memory of its own, for one thread at a time. */
    public Finite() {}

    /** The index of the first element that is not finite; -1 if all are. */
    public int firstBad(float[] x) {
        // A product with 0 is NaN for everything that is not finite, and stays so in a sum.
        java.util.Arrays.fill(lanes, 0);
        int whole = x.length / LANES * LANES;
        for (int at = 0; at < whole; at += LANES) {
            add(x, at, lanes);
        }
        float sum = 0;
        for (int i = whole; i < x.length; i++) {
            sum += x[i] * 0f;
        }
        if (sumOf(lanes) + sum == 0) {
            return -1;
        }
        for (int i = 0; i < x.length; i++) {
            if (!Float.isFinite(x[i])) {
                return i;
            }
        }
        return -1;
    }

    private static void add(float[] x, int at, float[] lanes) {
        for (int i = 0; i < LANES; i++) {
            lanes[i] += x[at + i] * 0f;
        }
    }

    /** Whether a number is NaN. */
    public boolean hasNan(FloatBuffer x) {
        java.util.Arrays.fill(lanes, 0);
        int n = x.capacity();
        int at = 0;
        for (; at + LANES <= n; at += LANES) {
            x.get(at, block, 0, LANES);
            add(block, 0, lanes);
        }
        float sum = sumOf(lanes);
        for (int i = at; i < n; i++) {
            sum += x.get(i) * 0f;
        }
        if (sum == 0) {
            return false;
        }
        for (int i = 0; i < n; i++) {
            if (Float.isNaN(x.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static float sumOf(float[] lanes) {
        float s = 0;
        for (float v : lanes) {
            s += v;
        }
        return s;
    }

    /** The index of the first element that is not finite; -1 if all are, or the type knows no others. */
    public long firstBad(Elements e) {
        if (!e.dtype().isFloating()) {
            return -1;
        }
        int n = Math.toIntExact(e.shape().size());
        try {
            return e.dtype() == DType.FLOAT32 ? inFloats(e.bytes().asFloatBuffer(), n) : inDoubles(e, n);
        } finally {
            Reference.reachabilityFence(e);
        }
    }

    private long inFloats(FloatBuffer from, int n) {
        for (int at = 0; at < n; at += LANES) {
            int m = Math.min(LANES, n - at);
            from.get(at, block, 0, m);
            java.util.Arrays.fill(block, m, LANES, 0);
            java.util.Arrays.fill(lanes, 0);
            add(block, 0, lanes);
            if (sumOf(lanes) != 0) {
                for (int i = 0; i < m; i++) {
                    if (!Float.isFinite(block[i])) {
                        return (long) at + i;
                    }
                }
            }
        }
        return -1;
    }

    private static long inDoubles(Elements e, int n) {
        for (int i = 0; i < n; i++) {
            if (!Double.isFinite(e.bytes().getDouble(i * 8))) {
                return i;
            }
        }
        return -1;
    }
}
