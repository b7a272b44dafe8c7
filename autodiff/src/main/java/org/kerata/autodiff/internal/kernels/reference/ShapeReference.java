package org.kerata.autodiff.internal.kernels.reference;

import org.kerata.autodiff.Shape;
import org.kerata.autodiff.internal.kernels.Host;
import org.kerata.autodiff.ops.Shaping;

/** Stretching and reordering of axes. */
public final class ShapeReference {
    private ShapeReference() {}

    public static void broadcast(Shaping.Target t, Host[] in, Host[] out) {
        pick(in[0], Broadcast.indices(in[0].shape, out[0].shape), out[0]);
    }

    public static void transpose(Shaping.Order o, Host[] in, Host[] out) {
        Shape s = in[0].shape;
        int rank = s.rank();
        long[] stride = new long[rank];
        for (int i = 0; i < rank; i++) {
            stride[i] = s.product(o.axes().get(i) + 1, rank);
        }
        pick(in[0], Broadcast.walk(out[0].shape, stride), out[0]);
    }

    public static void bits(Shaping.As a, Host[] in, Host[] out) {
        for (int i = 0; i < out[0].size; i++) {
            switch (in[0].dtype) {
                case FLOAT32 -> out[0].l[i] = Float.floatToRawIntBits((float) in[0].d[i]);
                case FLOAT64 -> out[0].l[i] = Double.doubleToRawLongBits(in[0].d[i]);
                case INT32 -> out[0].d[i] = Float.intBitsToFloat((int) in[0].l[i]);
                case INT64 -> out[0].d[i] = Double.longBitsToDouble(in[0].l[i]);
                case BOOL -> throw new IllegalStateException("No other type has one byte.");
            }
        }
    }

    /** Fills the output with the input's elements at these indices. */
    static void pick(Host from, int[] index, Host to) {
        for (int i = 0; i < index.length; i++) {
            if (to.dtype.isFloating()) {
                to.d[i] = from.d[index[i]];
            } else {
                to.l[i] = from.l[index[i]];
            }
        }
    }
}
