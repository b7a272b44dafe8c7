package org.kerata.autodiff.internal.kernels.reference;

import java.util.Arrays;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.internal.kernels.Host;
import org.kerata.autodiff.ops.Pooling;

/** Pooling and its gradients. */
public final class PoolReference {
    private PoolReference() {}

    public static void max(Pooling.Pool a, Host[] in, Host[] out) {
        int c = in[0].shape.intDim(-1);
        double[] x = in[0].d;
        double[] y = out[0].d;
        Arrays.fill(y, Double.NEGATIVE_INFINITY);
        grid(a, in[0].shape).forEach((output, tap, place) -> {
            for (int i = 0; i < c; i++) {
                y[output * c + i] = Math.max(y[output * c + i], x[place * c + i]);
            }
        });
    }

    public static void maxGradient(Pooling.Pool a, Host[] in, Host[] out) {
        double[] dy = in[2].d;
        double[] dx = out[0].d;
        Arrays.fill(dx, 0);
        int[] winner = winners(a, in[0], in[1]);
        for (int i = 0; i < dy.length; i++) {
            if (winner[i] >= 0) {
                dx[winner[i]] += dy[i];
            }
        }
    }

    public static void maxPicked(Pooling.Pool a, Host[] in, Host[] out) {
        double[] g = in[2].d;
        double[] picked = out[0].d;
        int[] winner = winners(a, in[0], in[1]);
        for (int i = 0; i < picked.length; i++) {
            picked[i] = winner[i] >= 0 ? g[winner[i]] : 0;
        }
    }

    public static void average(Pooling.Pool a, Host[] in, Host[] out) {
        int c = in[0].shape.intDim(-1);
        double[] x = in[0].d;
        double[] y = out[0].d;
        int[] count = counts(a, in[0].shape, y.length, c);
        Arrays.fill(y, 0);
        grid(a, in[0].shape).forEach((output, tap, place) -> {
            for (int i = 0; i < c; i++) {
                y[output * c + i] += x[place * c + i] / count[output];
            }
        });
    }

    public static void averageGradient(Pooling.PoolOf a, Host[] in, Host[] out) {
        int c = a.input().intDim(-1);
        double[] dy = in[0].d;
        double[] dx = out[0].d;
        int[] count = counts(a.pool(), a.input(), dy.length, c);
        Arrays.fill(dx, 0);
        grid(a.pool(), a.input()).forEach((output, tap, place) -> {
            for (int i = 0; i < c; i++) {
                dx[place * c + i] += dy[output * c + i] / count[output];
            }
        });
    }

    /** For each element of y, the first element of its window that equals it. */
    private static int[] winners(Pooling.Pool a, Host in, Host out) {
        int c = in.shape.intDim(-1);
        double[] x = in.d;
        double[] y = out.d;
        int[] winner = new int[y.length];
        Arrays.fill(winner, -1);
        grid(a, in.shape).forEach((output, tap, place) -> {
            for (int i = 0; i < c; i++) {
                int o = output * c + i;
                double v = x[place * c + i];
                if (winner[o] < 0 && (v == y[o] || (Double.isNaN(v) && Double.isNaN(y[o])))) {
                    winner[o] = place * c + i;
                }
            }
        });
        return winner;
    }

    /** How many places each window touches. */
    private static int[] counts(Pooling.Pool a, Shape input, int outputs, int channels) {
        int[] count = new int[channels == 0 ? 0 : outputs / channels];
        if (count.length > 0) {
            grid(a, input).forEach((output, tap, place) -> count[output]++);
        }
        return count;
    }

    private static Grid grid(Pooling.Pool a, Shape input) {
        return Grid.of(input, a.size(), a.strides(), a.dilation(), a.padding());
    }
}
