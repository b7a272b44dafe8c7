package org.kerata.autodiff.internal.kernels.reference;

import java.util.Arrays;
import java.util.List;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.internal.kernels.Host;
import org.kerata.autodiff.ops.Reductions;

/** Reductions over any axes. */
public final class ReduceReference {
    private ReduceReference() {}

    /** For each input element, in row-major order, the index of the output element that it goes to. */
    static int[] targets(Shape in, List<Integer> axes) {
        int rank = in.rank();
        long[] stride = new long[rank];
        long n = 1;
        for (int i = rank - 1; i >= 0; i--) {
            if (!axes.contains(i)) {
                stride[i] = n;
                n *= in.dim(i);
            }
        }
        int size = Math.toIntExact(in.size());
        int[] out = new int[size];
        int[] at = new int[rank];
        long target = 0;
        for (int i = 0; i < size; i++) {
            out[i] = (int) target;
            for (int a = rank - 1; a >= 0; a--) {
                target += stride[a];
                if (++at[a] < in.dim(a)) {
                    break;
                }
                target -= stride[a] * at[a];
                at[a] = 0;
            }
        }
        return out;
    }

    public static void sum(Reductions.Axes a, Host[] in, Host[] out) {
        int[] to = targets(in[0].shape, a.axes());
        Host x = in[0];
        Host y = out[0];
        Arrays.fill(y.d, 0);
        Arrays.fill(y.l, 0);
        for (int i = 0; i < x.size; i++) {
            if (y.dtype.isFloating()) {
                y.d[to[i]] += x.d[i];
            } else {
                y.l[to[i]] += x.l[i];
            }
        }
    }

    public static void prod(Reductions.Axes a, Host[] in, Host[] out) {
        int[] to = targets(in[0].shape, a.axes());
        Host x = in[0];
        Host y = out[0];
        Arrays.fill(y.d, 1);
        Arrays.fill(y.l, 1);
        for (int i = 0; i < x.size; i++) {
            if (y.dtype.isFloating()) {
                y.d[to[i]] *= x.d[i];
            } else {
                y.l[to[i]] *= x.l[i];
            }
        }
    }

    public static void max(Reductions.Axes a, Host[] in, Host[] out) {
        int[] to = targets(in[0].shape, a.axes());
        Host x = in[0];
        Host y = out[0];
        Arrays.fill(y.d, Double.NEGATIVE_INFINITY);
        Arrays.fill(y.l, Long.MIN_VALUE);
        for (int i = 0; i < x.size; i++) {
            if (y.dtype.isFloating()) {
                y.d[to[i]] = Math.max(y.d[to[i]], x.d[i]);
            } else {
                y.l[to[i]] = Math.max(y.l[to[i]], x.l[i]);
            }
        }
    }

    public static void min(Reductions.Axes a, Host[] in, Host[] out) {
        int[] to = targets(in[0].shape, a.axes());
        Host x = in[0];
        Host y = out[0];
        Arrays.fill(y.d, Double.POSITIVE_INFINITY);
        Arrays.fill(y.l, Long.MAX_VALUE);
        for (int i = 0; i < x.size; i++) {
            if (y.dtype.isFloating()) {
                y.d[to[i]] = Math.min(y.d[to[i]], x.d[i]);
            } else {
                y.l[to[i]] = Math.min(y.l[to[i]], x.l[i]);
            }
        }
    }

    public static void any(Reductions.Axes a, Host[] in, Host[] out) {
        int[] to = targets(in[0].shape, a.axes());
        Arrays.fill(out[0].l, 0);
        for (int i = 0; i < to.length; i++) {
            out[0].l[to[i]] |= in[0].l[i];
        }
    }

    public static void all(Reductions.Axes a, Host[] in, Host[] out) {
        int[] to = targets(in[0].shape, a.axes());
        Arrays.fill(out[0].l, 1);
        for (int i = 0; i < to.length; i++) {
            out[0].l[to[i]] &= in[0].l[i];
        }
    }

    public static void argmax(Reductions.Axis a, Host[] in, Host[] out) {
        arg(a, in[0], out[0], 1);
    }

    public static void argmin(Reductions.Axis a, Host[] in, Host[] out) {
        arg(a, in[0], out[0], -1);
    }

    private static void arg(Reductions.Axis a, Host x, Host y, int sign) {
        int outer = (int) x.shape.product(0, a.axis());
        int n = x.shape.intDim(a.axis());
        int inner = (int) x.shape.product(a.axis() + 1, x.shape.rank());
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                int first = o * n * inner + i;
                int best = 0;
                for (int k = 1; k < n; k++) {
                    if (beats(x, first + k * inner, first + best * inner, sign)) {
                        best = k;
                    }
                }
                y.l[o * inner + i] = best;
            }
        }
    }

    /** Whether one element is more extreme than another; NaN is more so than any number. */
    private static boolean beats(Host x, int one, int other, int sign) {
        if (x.dtype.isFloating()) {
            double a = x.d[one] * sign;
            double b = x.d[other] * sign;
            return a > b || (Double.isNaN(a) && !Double.isNaN(b));
        }
        return sign * Long.compare(x.l[one], x.l[other]) > 0;
    }
}
