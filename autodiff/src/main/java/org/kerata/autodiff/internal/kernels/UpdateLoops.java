package org.kerata.autodiff.internal.kernels;

/** The steps of optimizers as single vectorising loops. */
public final class UpdateLoops {
    private UpdateLoops() {}

    /** In: weight, gradient, mean, mean of squares, rate. Out: weight, mean, mean of squares. */
    public static void adam(float[][] in, float[][] out, int n, float take1, float take2, float epsilon, float settle) {
        adam(in[0], in[1], in[2], in[3], out[0], out[1], out[2], n, in[4][0], take1, take2, epsilon, settle);
    }

    private static void adam(
            float[] w,
            float[] g,
            float[] m,
            float[] v,
            float[] newW,
            float[] newM,
            float[] newV,
            int n,
            float rate,
            float take1,
            float take2,
            float epsilon,
            float settle) {
        for (int i = 0; i < n; i++) {
            float d = g[i];
            float mean = m[i] + (d - m[i]) * take1 + settle - settle;
            float square = v[i] + (d * d - v[i]) * take2 + settle - settle;
            newM[i] = mean;
            newV[i] = square;
            newW[i] = w[i] - mean * rate / ((float) Math.sqrt(square) + epsilon);
        }
    }
}
