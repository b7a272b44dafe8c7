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

    /** Blocks: weight, mean, mean of squares, largest mean of squares, gradient, rate. */
    public static void amsgrad(float[][] blocks, int n, float take1, float take2, float epsilon, float settle) {
        amsgrad(blocks[0], blocks[1], blocks[2], blocks[3], blocks[4], n, blocks[5][0], take1, take2, epsilon, settle);
    }

    private static void amsgrad(
            float[] w,
            float[] m,
            float[] v,
            float[] most,
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
            float largest = Math.max(most[i], square);
            m[i] = mean;
            v[i] = square;
            most[i] = largest;
            w[i] -= mean * rate / ((float) Math.sqrt(largest) + epsilon);
        }
    }

    /** Blocks: weight, gradient, rate. */
    public static void descent(float[][] blocks, int n) {
        descent(blocks[0], blocks[1], n, blocks[2][0]);
    }

    private static void descent(float[] w, float[] g, int n, float rate) {
        for (int i = 0; i < n; i++) {
            w[i] -= g[i] * rate;
        }
    }

    /** Blocks: weight, momentum, gradient, rate. */
    public static void momentum(float[][] blocks, int n, float keep, boolean ahead, float settle) {
        if (ahead) {
            nesterov(blocks[0], blocks[1], blocks[2], n, blocks[3][0], keep, settle);
        } else {
            momentum(blocks[0], blocks[1], blocks[2], n, blocks[3][0], keep, settle);
        }
    }

    private static void momentum(float[] w, float[] m, float[] g, int n, float rate, float keep, float settle) {
        for (int i = 0; i < n; i++) {
            float next = m[i] * keep - g[i] * rate + settle - settle;
            m[i] = next;
            w[i] += next;
        }
    }

    private static void nesterov(float[] w, float[] m, float[] g, int n, float rate, float keep, float settle) {
        for (int i = 0; i < n; i++) {
            float push = g[i] * rate;
            float next = m[i] * keep - push + settle - settle;
            m[i] = next;
            w[i] += next * keep - push;
        }
    }

    /** Blocks: weight, mean of squares, gradient, rate. */
    public static void rmsprop(float[][] blocks, int n, float keep, float take, float epsilon, float settle) {
        rmsprop(blocks[0], blocks[1], blocks[2], n, blocks[3][0], keep, take, epsilon, settle);
    }

    private static void rmsprop(
            float[] w, float[] v, float[] g, int n, float rate, float keep, float take, float epsilon, float settle) {
        for (int i = 0; i < n; i++) {
            float d = g[i];
            float square = v[i] * keep + d * d * take + settle - settle;
            v[i] = square;
            w[i] -= d * rate / (float) Math.sqrt(square + epsilon);
        }
    }
}
