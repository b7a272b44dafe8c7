package org.kerata.autodiff.internal.kernels;

/** The steps of optimizers as vectorising loops; three short ones, since C2 does not unroll, and so not vectorise, a long one. */
public final class UpdateLoops {
    private UpdateLoops() {}

    /** In: weight, gradient, mean, mean of squares, rate. Out: weight, mean, mean of squares. */
    public static void adam(float[][] in, float[][] out, int n, float take1, float take2, float epsilon, float settle) {
        mean(in[1], in[2], out[1], n, take1, settle);
        meanSquare(in[1], in[3], out[2], n, take2, settle);
        move(in[0], out[1], out[2], out[0], n, in[4][0], epsilon);
    }

    private static void mean(float[] g, float[] m, float[] out, int n, float take, float settle) {
        for (int i = 0; i < n; i++) {
            out[i] = m[i] + (g[i] - m[i]) * take + settle - settle;
        }
    }

    private static void meanSquare(float[] g, float[] v, float[] out, int n, float take, float settle) {
        for (int i = 0; i < n; i++) {
            out[i] = v[i] + (g[i] * g[i] - v[i]) * take + settle - settle;
        }
    }

    private static void move(float[] w, float[] mean, float[] square, float[] out, int n, float rate, float epsilon) {
        for (int i = 0; i < n; i++) {
            out[i] = w[i] - mean[i] * rate / ((float) Math.sqrt(square[i]) + epsilon);
        }
    }
}
