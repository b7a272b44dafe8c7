package org.kerata.autodiff.internal.kernels.reference;

import java.util.Arrays;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.internal.kernels.Host;
import org.kerata.autodiff.ops.Lookups;

/** Looking up by index, and adding back at the place that was looked up. */
public final class LookupReference {
    private LookupReference() {}

    public static void gather(Lookups.Along a, Host[] in, Host[] out) {
        Shape x = in[0].shape;
        int[] index = checked("take", a, in[1], x.intDim(a.axis()));
        int outer = (int) x.product(0, a.axis());
        int part = (int) x.product(a.axis() + 1, x.rank());
        int n = x.intDim(a.axis());
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < index.length; i++) {
                int from = (o * n + index[i]) * part;
                int to = (o * index.length + i) * part;
                if (out[0].dtype.isFloating()) {
                    System.arraycopy(in[0].d, from, out[0].d, to, part);
                } else {
                    System.arraycopy(in[0].l, from, out[0].l, to, part);
                }
            }
        }
    }

    public static void scatterAdd(Lookups.Into a, Host[] in, Host[] out) {
        Shape x = a.shape();
        int axis = a.along().axis();
        int n = x.intDim(axis);
        int[] index = checked("scatter_add", a.along(), in[0], n);
        int outer = (int) x.product(0, axis);
        int part = (int) x.product(axis + 1, x.rank());
        clear(out[0]);
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < index.length; i++) {
                int from = (o * index.length + i) * part;
                int to = (o * n + index[i]) * part;
                for (int k = 0; k < part; k++) {
                    add(in[1], from + k, out[0], to + k);
                }
            }
        }
    }

    public static void rowNumbers(Lookups.Table a, Host[] in, Host[] out) {
        int[] row = checked("take", new Lookups.Along(0, a.fromEnd()), in[0], a.rows());
        for (int i = 0; i < row.length; i++) {
            out[0].l[i] = row[i];
        }
    }

    public static void takeAlongAxis(Lookups.Along a, Host[] in, Host[] out) {
        int[] place = places("take_along_axis", a, in[1], in[0].shape);
        for (int i = 0; i < place.length; i++) {
            if (out[0].dtype.isFloating()) {
                out[0].d[i] = in[0].d[place[i]];
            } else {
                out[0].l[i] = in[0].l[place[i]];
            }
        }
    }

    public static void scatterAlongAxis(Lookups.Into a, Host[] in, Host[] out) {
        int[] place = places("scatter_along_axis", a.along(), in[0], a.shape());
        clear(out[0]);
        for (int i = 0; i < place.length; i++) {
            add(in[1], i, out[0], place[i]);
        }
    }

    public static void labelled(NoAttributes a, Host[] in, Host[] out) {
        int classes = in[1].shape.intDim(-1);
        for (int row = 0; row < in[0].size; row++) {
            long label = in[0].l[row];
            if (label < 0 || label >= classes) {
                throw new KerataException("Labels must be between 0 and " + (classes - 1) + ", one for each of the "
                        + classes + " columns of the predictions. Received: " + label + " in row " + row + ".");
            }
            out[0].d[row] = in[1].d[row * classes + (int) label];
        }
    }

    public static void oneHot(Lookups.Vectors a, Host[] in, Host[] out) {
        Shape s = in[0].shape;
        int inner = (int) s.product(a.axis(), s.rank());
        clear(out[0]);
        for (int i = 0; i < in[0].size; i++) {
            long k = in[0].l[i];
            if (k >= 0 && k < a.classes()) {
                out[0].set((i / inner * a.classes() + (int) k) * inner + i % inner, 1);
            }
        }
    }

    /** For each index, the element of x that it means. */
    private static int[] places(String op, Lookups.Along a, Host indices, Shape x) {
        int n = x.intDim(a.axis());
        int m = indices.shape.intDim(a.axis());
        int inner = (int) x.product(a.axis() + 1, x.rank());
        int[] place = checked(op, a, indices, n);
        for (int i = 0; i < place.length; i++) {
            place[i] = (i / (m * inner) * n + place[i]) * inner + i % inner;
        }
        return place;
    }

    /** The indices, those from the end counted from the front. */
    private static int[] checked(String op, Lookups.Along a, Host indices, int n) {
        int[] out = new int[indices.size];
        for (int i = 0; i < out.length; i++) {
            long v = indices.l[i];
            long index = v < 0 && a.fromEnd() ? v + n : v;
            if (index < 0 || index >= n) {
                throw new KerataException(op + ": index " + v + " at " + position(i, indices.shape)
                        + " is out of range. Expected " + (a.fromEnd() ? -n : 0) + " to " + (n - 1) + ", axis "
                        + a.axis() + " having length " + n + ".");
            }
            out[i] = (int) index;
        }
        return out;
    }

    private static String position(int at, Shape s) {
        long[] p = new long[s.rank()];
        long rest = at;
        for (int i = p.length - 1; i >= 0; i--) {
            p[i] = rest % s.dim(i);
            rest /= s.dim(i);
        }
        return "position " + Arrays.toString(p);
    }

    private static void clear(Host h) {
        Arrays.fill(h.d, 0);
        Arrays.fill(h.l, 0);
    }

    private static void add(Host from, int i, Host to, int k) {
        if (to.dtype.isFloating()) {
            to.d[k] += from.d[i];
        } else {
            to.l[k] += from.l[i];
        }
    }
}
