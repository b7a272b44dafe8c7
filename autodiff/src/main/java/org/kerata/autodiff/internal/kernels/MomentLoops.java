package org.kerata.autodiff.internal.kernels;

/** The steps of optimizers that are akin to Adam, as single vectorising loops, in place. */
public final class MomentLoops {
    private MomentLoops() {}

    /** Blocks: weight, mean, largest gradient, gradient, rate. */
    public static void adamax(float[][] blocks, int n, float take1, float keep2, float epsilon, float settle) {
        adamax(blocks[0], blocks[1], blocks[2], blocks[3], n, blocks[4][0], take1, keep2, epsilon, settle);
    }

    private static void adamax(
            float[] w,
            float[] m,
            float[] u,
            float[] g,
            int n,
            float rate,
            float take1,
            float keep2,
            float epsilon,
            float settle) {
        for (int i = 0; i < n; i++) {
            float d = g[i];
            float mean = m[i] + (d - m[i]) * take1 + settle - settle;
            float largest = Math.max(u[i] * keep2, Math.abs(d)) + settle - settle;
            m[i] = mean;
            u[i] = largest;
            w[i] -= mean * rate / (largest + epsilon);
        }
    }

    /** Blocks: weight, mean, mean of squares, gradient; the rates of mean and gradient; by what the mean of squares is multiplied. */
    public static void nadam(float[][] blocks, int n, float take1, float take2, float epsilon, float settle) {
        float[] w = blocks[0];
        float ofMean = blocks[4][0];
        float ofGradient = blocks[5][0];
        nadam(w, blocks[1], blocks[2], blocks[3], n, ofMean, ofGradient, blocks[6][0], take1, take2, epsilon, settle);
    }

    private static void nadam(
            float[] w,
            float[] m,
            float[] v,
            float[] g,
            int n,
            float ofMean,
            float ofGradient,
            float correction,
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
            w[i] -= (mean * ofMean + d * ofGradient) / ((float) Math.sqrt(square * correction) + epsilon);
        }
    }

    /** Blocks: weight, momentum, gradient, rate. */
    public static void lion(float[][] blocks, int n, float keep1, float keep2, float settle) {
        lion(blocks[0], blocks[1], blocks[2], n, blocks[3][0], keep1, 1 - keep1, keep2, 1 - keep2, settle);
    }

    private static void lion(
            float[] w,
            float[] m,
            float[] g,
            int n,
            float rate,
            float keep1,
            float take1,
            float keep2,
            float take2,
            float settle) {
        for (int i = 0; i < n; i++) {
            float d = g[i];
            w[i] -= Math.signum(m[i] * keep1 + d * take1) * rate;
            m[i] = m[i] * keep2 + d * take2 + settle - settle;
        }
    }

    /** Blocks: weight, base, mean of squares, gradient, rate; by what the mean of squares is multiplied; the base's share in the mean. */
    public static void scheduleFree(float[][] blocks, int n, float keep1, float take2, float epsilon, float settle) {
        float[] w = blocks[0];
        float correction = blocks[5][0];
        float share = blocks[6][0];
        scheduleFree(
                w, blocks[1], blocks[2], blocks[3], n, blocks[4][0], correction, share, keep1, take2, epsilon, settle);
    }

    private static void scheduleFree(
            float[] w,
            float[] z,
            float[] v,
            float[] g,
            int n,
            float rate,
            float correction,
            float share,
            float keep1,
            float take2,
            float epsilon,
            float settle) {
        float rest1 = 1 - keep1;
        float rest = 1 - share;
        for (int i = 0; i < n; i++) {
            float d = g[i];
            float square = v[i] + (d * d - v[i]) * take2 + settle - settle;
            float base = z[i] - d * rate / ((float) Math.sqrt(square * correction) + epsilon) + settle - settle;
            float mean = (w[i] - z[i] * rest1) / keep1 * rest + base * share;
            v[i] = square;
            z[i] = base;
            w[i] = base * rest1 + mean * keep1;
        }
    }
}
