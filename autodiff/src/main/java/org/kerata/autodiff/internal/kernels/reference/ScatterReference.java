package org.kerata.autodiff.internal.kernels.reference;

import java.util.Arrays;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.internal.kernels.Host;
import org.kerata.autodiff.ops.Scatters;

/** Parts put at places of a tensor, and looked up there. */
public final class ScatterReference {
    private ScatterReference() {}

    public static void scatter(Scatters.Target a, Host[] in, Host[] out) {
        Arrays.fill(out[0].d, 0);
        Arrays.fill(out[0].l, 0);
        meet(Scatters.Meeting.ADD, places("scatter", in[0], a.shape()), in[1], out[0]);
    }

    public static void meet(Scatters.How a, Host[] in, Host[] out) {
        copy(in[0], out[0]);
        meet(a.meeting(), places("scatter_update", in[1], in[0].shape), in[2], out[0]);
    }

    public static void replace(NoAttributes a, Host[] in, Host[] out) {
        copy(in[0], out[0]);
        int[] place = places("scatter_update", in[1], in[0].shape);
        int part = place.length == 0 ? 0 : in[2].size / place.length;
        for (int i = 0; i < place.length; i++) {
            move(in[2], i * part, out[0], place[i], part);
        }
    }

    public static void gather(NoAttributes a, Host[] in, Host[] out) {
        int[] place = places("gather_nd", in[1], in[0].shape);
        int part = place.length == 0 ? 0 : out[0].size / place.length;
        for (int i = 0; i < place.length; i++) {
            move(in[0], place[i], out[0], i * part, part);
        }
    }

    public static void last(Scatters.Target a, Host[] in, Host[] out) {
        int[] place = places("scatter_update", in[0], a.shape());
        int[] last = new int[Math.toIntExact(a.shape().size())];
        for (int i = 0; i < place.length; i++) {
            last[place[i]] = i;
        }
        for (int i = 0; i < place.length; i++) {
            out[0].l[i] = last[place[i]] == i ? 1 : 0;
        }
    }

    private static void meet(Scatters.Meeting how, int[] place, Host values, Host to) {
        int part = place.length == 0 ? 0 : values.size / place.length;
        boolean real = to.dtype.isFloating();
        for (int i = 0; i < place.length; i++) {
            for (int k = 0; k < part; k++) {
                int from = i * part + k;
                int at = place[i] + k;
                if (real) {
                    to.d[at] = meet(how, to.d[at], values.d[from]);
                } else {
                    to.l[at] = meet(how, to.l[at], values.l[from]);
                }
            }
        }
    }

    private static double meet(Scatters.Meeting how, double a, double b) {
        return switch (how) {
            case ADD -> a + b;
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
            case MUL -> a * b;
        };
    }

    private static long meet(Scatters.Meeting how, long a, long b) {
        return switch (how) {
            case ADD -> a + b;
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
            case MUL -> a * b;
        };
    }

    /** For each index, the first element of the part that it names. */
    private static int[] places(String op, Host indices, Shape target) {
        int k = indices.shape.intDim(-1);
        int n = Math.toIntExact(indices.shape.product(0, indices.shape.rank() - 1));
        int[] out = new int[n];
        for (int i = 0; i < n; i++) {
            long at = 0;
            for (int axis = 0; axis < k; axis++) {
                long length = target.dim(axis);
                long given = indices.l[i * k + axis];
                long index = given < 0 ? given + length : given;
                if (index < 0 || index >= length) {
                    throw new KerataException(op + ": index "
                            + Arrays.toString(Arrays.copyOfRange(indices.l, i * k, i * k + k))
                            + " in row " + i + " is out of range: axis " + axis + " of shape " + target + " has length "
                            + length + ".");
                }
                at = at * length + index;
            }
            out[i] = Math.toIntExact(at * target.product(k, target.rank()));
        }
        return out;
    }

    private static void copy(Host from, Host to) {
        move(from, 0, to, 0, from.size);
    }

    private static void move(Host from, int source, Host to, int target, int n) {
        if (to.dtype.isFloating()) {
            System.arraycopy(from.d, source, to.d, target, n);
        } else {
            System.arraycopy(from.l, source, to.l, target, n);
        }
    }
}
