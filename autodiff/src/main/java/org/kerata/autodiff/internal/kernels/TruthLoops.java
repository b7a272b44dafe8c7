package org.kerata.autodiff.internal.kernels;

/**
 * Comparisons and choices as vectorising loops; truth is 1, falsehood 0. The comparisons of JDK 17's C2 do not vectorise, so they are
 * written with {@code min}, {@code max} and {@code signum}, which do; NaN compares as false.
 */
public final class TruthLoops {
    private TruthLoops() {}

    public static void equal(float[] a, float[] b, float[] c, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = a[i] == b[i] ? 1f : 0f;
        }
    }

    public static void notEqual(float[] a, float[] b, float[] c, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = a[i] != b[i] ? 1f : 0f;
        }
    }

    public static void less(float[] a, float[] b, float[] c, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = a[i] < b[i] ? 1f : 0f;
        }
    }

    public static void lessEqual(float[] a, float[] b, float[] c, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = a[i] <= b[i] ? 1f : 0f;
        }
    }

    public static void greater(float[] a, float[] b, float[] c, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = a[i] > b[i] ? 1f : 0f;
        }
    }

    public static void greaterEqual(float[] a, float[] b, float[] c, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = a[i] >= b[i] ? 1f : 0f;
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

    public static void where(float[] a, float[] b, float[] c, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = a[i] != 0f ? b[i] : c[i];
        }
    }
}
