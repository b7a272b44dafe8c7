package org.kerata.autodiff.internal.kernels;

/**
 * Comparisons and choices as vectorising loops; truth is 1, falsehood 0. C2 of JDK 17 does not vectorise comparisons, and a branch that
 * cannot be predicted costs more than all other steps of a group together, so they are worked out by arithmetic: a difference, scaled
 * twice so that whatever is not 0 (denormal numbers included) reaches 1, and cut to 0 … 1. Arithmetic is wrong only where NaN comes out of
 * it, from NaN or from the difference of equal infinities; a block in which that happens is done again, element by element.
 */
public final class TruthLoops {
    private static final float SCALE = 1e25f;

    private TruthLoops() {}

    public static void equal(float[] a, float[] b, float[] c, float[] out, int n) {
        float[] kept = keep(a, b, out, n);
        for (int i = 0; i < n; i++) {
            out[i] = 1f - Math.min(Math.abs(a[i] - b[i]) * SCALE * SCALE, 1f);
        }
        if (hasNan(out, n)) {
            for (int i = 0; i < n; i++) {
                out[i] = first(kept, a, i) == second(kept, b, i, n) ? 1f : 0f;
            }
        }
    }

    public static void notEqual(float[] a, float[] b, float[] c, float[] out, int n) {
        float[] kept = keep(a, b, out, n);
        for (int i = 0; i < n; i++) {
            out[i] = Math.min(Math.abs(a[i] - b[i]) * SCALE * SCALE, 1f);
        }
        if (hasNan(out, n)) {
            for (int i = 0; i < n; i++) {
                out[i] = first(kept, a, i) != second(kept, b, i, n) ? 1f : 0f;
            }
        }
    }

    public static void less(float[] a, float[] b, float[] c, float[] out, int n) {
        greater(b, a, c, out, n);
    }

    public static void lessEqual(float[] a, float[] b, float[] c, float[] out, int n) {
        greaterEqual(b, a, c, out, n);
    }

    public static void greater(float[] a, float[] b, float[] c, float[] out, int n) {
        float[] kept = keep(a, b, out, n);
        for (int i = 0; i < n; i++) {
            out[i] = Math.min(Math.max((a[i] - b[i]) * SCALE * SCALE, 0f), 1f);
        }
        if (hasNan(out, n)) {
            for (int i = 0; i < n; i++) {
                out[i] = first(kept, a, i) > second(kept, b, i, n) ? 1f : 0f;
            }
        }
    }

    public static void greaterEqual(float[] a, float[] b, float[] c, float[] out, int n) {
        float[] kept = keep(a, b, out, n);
        for (int i = 0; i < n; i++) {
            out[i] = 1f - Math.min(Math.max((b[i] - a[i]) * SCALE * SCALE, 0f), 1f);
        }
        if (hasNan(out, n)) {
            for (int i = 0; i < n; i++) {
                out[i] = first(kept, a, i) >= second(kept, b, i, n) ? 1f : 0f;
            }
        }
    }

    public static void and(float[] a, float[] b, float[] c, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = a[i] * b[i];
        }
    }

    public static void or(float[] a, float[] b, float[] c, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Math.max(a[i], b[i]);
        }
    }

    public static void not(float[] a, float[] b, float[] c, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = 1f - a[i];
        }
    }

    /** b where a is 1, c where it is 0. */
    public static void where(float[] a, float[] b, float[] c, float[] out, int n) {
        float[] kept = out == a || out == b || out == c ? copies(a, b, c, n) : NONE;
        for (int i = 0; i < n; i++) {
            out[i] = a[i] * b[i] + (1f - a[i]) * c[i];
        }
        if (hasNan(out, n)) {
            for (int i = 0; i < n; i++) {
                out[i] = first(kept, a, i) != 0f ? second(kept, b, i, n) : third(kept, c, i, n);
            }
        }
    }

    /** Whether a NaN is among the elements: lanes are folded in halves, which vectorises, and NaN survives every addition. */
    private static boolean hasNan(float[] x, int n) {
        float[] lanes = LANES.get();
        zero(x, lanes, n);
        for (int width = n; width > 1; ) {
            int half = (width + 1) / 2;
            fold(lanes, half, width - half);
            width = half;
        }
        return n > 0 && Float.isNaN(lanes[0]);
    }

    private static void zero(float[] x, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = x[i] * 0f;
        }
    }

    private static void fold(float[] x, int half, int n) {
        for (int i = 0; i < n; i++) {
            x[i] += x[half + i];
        }
    }

    private static final float[] NONE = {};
    private static final ThreadLocal<float[]> LANES = ThreadLocal.withInitial(() -> new float[8192]);
    private static final ThreadLocal<float[]> COPIES = ThreadLocal.withInitial(() -> new float[3 * 8192]);

    /** The operands, if the result overwrites one of them. */
    private static float[] keep(float[] a, float[] b, float[] out, int n) {
        return out == a || out == b ? copies(a, b, b, n) : NONE;
    }

    private static float[] copies(float[] a, float[] b, float[] c, int n) {
        float[] kept = COPIES.get();
        System.arraycopy(a, 0, kept, 0, n);
        System.arraycopy(b, 0, kept, n, n);
        System.arraycopy(c, 0, kept, 2 * n, n);
        return kept;
    }

    private static float first(float[] kept, float[] a, int i) {
        return kept == NONE ? a[i] : kept[i];
    }

    private static float second(float[] kept, float[] b, int i, int n) {
        return kept == NONE ? b[i] : kept[n + i];
    }

    private static float third(float[] kept, float[] c, int i, int n) {
        return kept == NONE ? c[i] : kept[2 * n + i];
    }
}
