package org.kerata.autodiff.internal.kernels.reference;

import java.util.Arrays;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.internal.kernels.Host;
import org.kerata.autodiff.ops.Moving;

/** Slices at places that are known only when they are made. */
public final class MovingReference {
    private MovingReference() {}

    public static void slice(Moving.Size a, Host[] in, Host[] out) {
        Shape part = a.shape();
        copy(in[0], first("slice", in[1], in[0].shape, part), rows(in[0].shape), out[0], 0, rows(part), part);
    }

    public static void place(Moving.Size a, Host[] in, Host[] out) {
        Arrays.fill(out[0].d, 0);
        Arrays.fill(out[0].l, 0);
        put("slice", in[1], in[0], out[0]);
    }

    public static void update(NoAttributes a, Host[] in, Host[] out) {
        System.arraycopy(in[0].d, 0, out[0].d, 0, in[0].d.length);
        System.arraycopy(in[0].l, 0, out[0].l, 0, in[0].l.length);
        put("slice_update", in[2], in[1], out[0]);
    }

    private static void put(String op, Host part, Host start, Host whole) {
        copy(
                part,
                0,
                rows(part.shape),
                whole,
                first(op, start, whole.shape, part.shape),
                rows(whole.shape),
                part.shape);
    }

    /** Copies a block between tensors of different shapes, run by run of the last axis. */
    private static void copy(Host from, int source, long[] fromRows, Host to, int target, long[] toRows, Shape block) {
        if (block.size() == 0) {
            return;
        }
        int rank = block.rank();
        int run = rank == 0 ? 1 : block.intDim(-1);
        Shape outer = rank == 0 ? block : block.slice(0, rank - 1);
        int[] a = Broadcast.walk(outer, fromRows);
        int[] b = Broadcast.walk(outer, toRows);
        for (int i = 0; i < a.length; i++) {
            if (to.dtype.isFloating()) {
                System.arraycopy(from.d, source + a[i], to.d, target + b[i], run);
            } else {
                System.arraycopy(from.l, source + a[i], to.l, target + b[i], run);
            }
        }
    }

    private static long[] rows(Shape s) {
        long[] strides = new long[s.rank()];
        for (int i = 0; i < strides.length; i++) {
            strides[i] = s.product(i + 1, s.rank());
        }
        return strides;
    }

    /** The first element of a part. */
    private static int first(String op, Host start, Shape whole, Shape part) {
        long at = 0;
        for (int i = 0; i < whole.rank(); i++) {
            long n = whole.dim(i);
            long s = start.l[i] < 0 ? start.l[i] + n : start.l[i];
            if (s < 0 || s + part.dim(i) > n) {
                throw new KerataException(op + ": a part of shape " + part + " at " + Arrays.toString(start.l)
                        + " does not lie within shape " + whole + ": axis " + i + " takes places 0 to "
                        + (n - part.dim(i)) + ".");
            }
            at += s * whole.product(i + 1, whole.rank());
        }
        return Math.toIntExact(at);
    }
}
