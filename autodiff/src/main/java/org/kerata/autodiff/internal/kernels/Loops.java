package org.kerata.autodiff.internal.kernels;

/**
 * Static one-op loops over blocks of floats. Each is a single counted loop with one index for all arrays and neither call nor branch
 * inside, which is what the C2 compiler of JDK 17 turns into vector code; anything else here costs five to twenty times as much.
 */
public final class Loops {
    private Loops() {}

    public static void copy(float[] a, float[] b, float[] c, float[] out, int n) {
        System.arraycopy(a, 0, out, 0, n);
    }

    public static void add(float[] a, float[] b, float[] c, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = a[i] + b[i];
        }
    }

    public static void addScaled(float[] sum, float[] a, float scale, int n) {
        for (int i = 0; i < n; i++) {
            sum[i] += a[i] * scale;
        }
    }

    public static void subtract(float[] a, float[] b, float[] c, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = a[i] - b[i];
        }
    }

    public static void multiply(float[] a, float[] b, float[] c, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = a[i] * b[i];
        }
    }

    public static void divide(float[] a, float[] b, float[] c, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = a[i] / b[i];
        }
    }

    public static void maximum(float[] a, float[] b, float[] c, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Math.max(a[i], b[i]);
        }
    }

    public static void minimum(float[] a, float[] b, float[] c, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Math.min(a[i], b[i]);
        }
    }

    public static void negative(float[] a, float[] b, float[] c, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = -a[i];
        }
    }

    public static void absolute(float[] a, float[] b, float[] c, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Math.abs(a[i]);
        }
    }

    public static void sign(float[] a, float[] b, float[] c, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Math.signum(a[i]);
        }
    }

    public static void square(float[] a, float[] b, float[] c, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = a[i] * a[i];
        }
    }

    public static void sqrt(float[] a, float[] b, float[] c, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = (float) Math.sqrt(a[i]);
        }
    }

    public static void rsqrt(float[] a, float[] b, float[] c, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = 1f / (float) Math.sqrt(a[i]);
        }
    }

    public static void reciprocal(float[] a, float[] b, float[] c, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = 1f / a[i];
        }
    }

    public static void clip(float[] a, float[] out, int n, float low, float high) {
        for (int i = 0; i < n; i++) {
            out[i] = Math.min(Math.max(a[i], low), high);
        }
    }

    /**
     * a where {@code b > 0}, else 0, for b of 0 or more: scaling b twice makes 1 or more of whatever is not 0, denormal numbers included,
     * and what stays 0 wipes a out.
     */
    public static void open(float[] a, float[] b, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = a[i] * Math.min(b[i] * 1e25f * 1e25f, 1f);
        }
    }

    /** a where {@code 0 < b < high}, else 0, for b from 0 to {@code high}. */
    public static void between(float[] a, float[] b, float[] out, int n, float high) {
        for (int i = 0; i < n; i++) {
            out[i] = a[i] * (Math.min(b[i] * 1e25f * 1e25f, 1f) * Math.min((high - b[i]) * 1e25f * 1e25f, 1f));
        }
    }
}
