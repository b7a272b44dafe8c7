package org.kerata.autodiff.internal.compile;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Pointwise;
import org.kerata.autodiff.internal.kernels.Host;
import org.kerata.autodiff.internal.kernels.reference.Broadcast;

/** Finds the portable kernel of an op: its own, or a loop over its pointwise function. */
public final class References {
    private References() {}

    /** The kernel. */
    public static <A> Op.Reference<A> of(Op<A> op, A attributes) {
        if (op.reference() != null) {
            return op.reference();
        }
        if (op.pointwise() != null) {
            Pointwise p = op.pointwise().apply(attributes);
            return (a, in, out) -> pointwise(p, in, out[0]);
        }
        if (op.isView()) {
            return (a, in, out) -> {
                System.arraycopy(in[0].d, 0, out[0].d, 0, in[0].d.length);
                System.arraycopy(in[0].l, 0, out[0].l, 0, in[0].l.length);
            };
        }
        throw new IllegalStateException("The op \"" + op.name() + "\" has neither a portable kernel nor a definition.");
    }

    private static void pointwise(Pointwise p, Host[] in, Host out) {
        int[] @Nullable [] from = new int[3][];
        Pointwise.Whole onWholes = p.whole();
        boolean whole = onWholes != null;
        for (int i = 0; i < in.length; i++) {
            from[i] = in[i].shape.equals(out.shape) ? null : Broadcast.indices(in[i].shape, out.shape);
            whole &= !in[i].dtype.isFloating();
        }
        for (int i = 0; i < out.size; i++) {
            int a = from[0] == null ? i : from[0][i];
            int b = from[1] == null ? i : from[1][i];
            int c = from[2] == null ? i : from[2][i];
            if (onWholes != null && whole) {
                long v = onWholes.at(in[0].l[a], in.length > 1 ? in[1].l[b] : 0, in.length > 2 ? in[2].l[c] : 0);
                if (out.dtype.isFloating()) {
                    out.d[i] = v;
                } else {
                    out.l[i] = v;
                }
            } else {
                out.set(
                        i,
                        p.real()
                                .at(
                                        in[0].real(a),
                                        in.length > 1 ? in[1].real(b) : 0,
                                        in.length > 2 ? in[2].real(c) : 0));
            }
        }
    }
}
