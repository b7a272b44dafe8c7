package org.kerata.autodiff.internal.kernels;

/** The steps of optimizers that add up squares of gradients, as single vectorising loops, in place. */
public final class AccumulationLoops {
    private AccumulationLoops() {}

    /** Blocks: weight, sum of squares, gradient, rate. */
    public static void adagrad(float[][] blocks, int n, float epsilon, float settle) {
        adagrad(blocks[0], blocks[1], blocks[2], n, blocks[3][0], epsilon, settle);
    }

    private static void adagrad(float[] w, float[] a, float[] g, int n, float rate, float epsilon, float settle) {
        for (int i = 0; i < n; i++) {
            float d = g[i];
            float sum = a[i] + d * d + settle - settle;
            a[i] = sum;
            w[i] -= d * rate / (float) Math.sqrt(sum + epsilon);
        }
    }

    /** Blocks: weight, mean of squared gradients, mean of squared changes, gradient, rate. */
    public static void adadelta(float[][] blocks, int n, float keep, float take, float epsilon, float settle) {
        adadelta(blocks[0], blocks[1], blocks[2], blocks[3], n, blocks[4][0], keep, take, epsilon, settle);
    }

    private static void adadelta(
            float[] w,
            float[] a,
            float[] c,
            float[] g,
            int n,
            float rate,
            float keep,
            float take,
            float epsilon,
            float settle) {
        for (int i = 0; i < n; i++) {
            float d = g[i];
            float square = a[i] * keep + d * d * take + settle - settle;
            float change = (float) Math.sqrt(c[i] + epsilon) * d / (float) Math.sqrt(square + epsilon);
            a[i] = square;
            c[i] = c[i] * keep + change * change * take + settle - settle;
            w[i] -= change * rate;
        }
    }

    /** Blocks: weight, sum of squares, linear term, gradient, rate. */
    public static void ftrl(
            float[][] blocks, int n, float power, float l1, float l2, float shrinkage, float beta, float settle) {
        float rate = blocks[4][0];
        float ridge = 2 * (l2 + beta / (2 * rate));
        ftrl(blocks[0], blocks[1], blocks[2], blocks[3], n, rate, power, l1, ridge, 2 * shrinkage, settle);
    }

    private static void ftrl(
            float[] w,
            float[] a,
            float[] z,
            float[] g,
            int n,
            float rate,
            float power,
            float l1,
            float ridge,
            float shrinkage,
            float settle) {
        for (int i = 0; i < n; i++) {
            float d = g[i];
            float sum = a[i] + d * d + settle - settle;
            float root = power(sum, power);
            float linear = z[i] + d + shrinkage * w[i] - (root - power(a[i], power)) / rate * w[i] + settle - settle;
            a[i] = sum;
            z[i] = linear;
            w[i] = (Math.max(-l1, Math.min(l1, linear)) - linear) / (root / rate + ridge);
        }
    }

    private static float power(float x, float p) {
        return p == 0.5f ? (float) Math.sqrt(x) : (float) Math.pow(x, p);
    }
}
