package org.kerata.autodiff.internal.kernels;

/** The steps of optimizers as single vectorising loops, in place. */
public final class UpdateLoops {
    private UpdateLoops() {}

    /** Blocks: weight, mean, mean of squares, gradient, rate. */
    public static void adam(float[][] blocks, int n, float take1, float take2, float epsilon, float settle) {
        adam(blocks[0], blocks[1], blocks[2], blocks[3], n, blocks[4][0], take1, take2, epsilon, settle);
    }

    private static void adam(
            float[] w,
            float[] m,
            float[] v,
            float[] g,
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
            m[i] = mean;
            v[i] = square;
            w[i] -= mean * rate / ((float) Math.sqrt(square) + epsilon);
        }
    }
}
