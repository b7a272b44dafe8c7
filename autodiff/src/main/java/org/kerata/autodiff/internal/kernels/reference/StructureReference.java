package org.kerata.autodiff.internal.kernels.reference;

import java.util.Arrays;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.internal.kernels.Host;
import org.kerata.autodiff.ops.Structure;

/** Parts joined, cut out, put back and padded. */
public final class StructureReference {
    private StructureReference() {}

    public static void concatenate(Structure.Along a, Host[] in, Host[] out) {
        Shape y = out[0].shape;
        int outer = (int) y.product(0, a.axis());
        int row = (int) y.product(a.axis(), y.rank());
        int at = 0;
        for (Host x : in) {
            int part = (int) x.shape.product(a.axis(), y.rank());
            for (int o = 0; o < outer; o++) {
                if (x.dtype.isFloating()) {
                    System.arraycopy(x.d, o * part, out[0].d, o * row + at, part);
                } else {
                    System.arraycopy(x.l, o * part, out[0].l, o * row + at, part);
                }
            }
            at += part;
        }
    }

    public static void slice(Structure.Slices a, Host[] in, Host[] out) {
        ShapeReference.pick(in[0], sources(a, in[0].shape, out[0].shape), out[0]);
    }

    public static void place(Structure.Place a, Host[] in, Host[] out) {
        Arrays.fill(out[0].d, 0);
        Arrays.fill(out[0].l, 0);
        put(in[0], sources(a.slices(), a.shape(), in[0].shape), out[0]);
    }

    public static void pad(Structure.Pads a, Host[] in, Host[] out) {
        for (int i = 0; i < out[0].size; i++) {
            out[0].set(i, a.value());
        }
        Shape y = out[0].shape;
        long[] stride = strides(y);
        long first = 0;
        for (int i = 0; i < stride.length; i++) {
            first += a.before().get(i) * stride[i];
        }
        put(in[0], moved(Broadcast.walk(in[0].shape, stride), first), out[0]);
    }

    /** For each element of the slice, the element of the whole that it is. */
    private static int[] sources(Structure.Slices a, Shape whole, Shape part) {
        long[] stride = strides(whole);
        long first = 0;
        for (int i = 0; i < stride.length; i++) {
            first += a.axes().get(i).first(whole.dim(i)) * stride[i];
            stride[i] *= a.axes().get(i).step();
        }
        return moved(Broadcast.walk(part, stride), first);
    }

    private static int[] moved(int[] index, long by) {
        for (int i = 0; i < index.length; i++) {
            index[i] += (int) by;
        }
        return index;
    }

    private static long[] strides(Shape s) {
        long[] stride = new long[s.rank()];
        for (int i = 0; i < stride.length; i++) {
            stride[i] = s.product(i + 1, s.rank());
        }
        return stride;
    }

    private static void put(Host from, int[] index, Host to) {
        for (int i = 0; i < index.length; i++) {
            if (to.dtype.isFloating()) {
                to.d[index[i]] = from.d[i];
            } else {
                to.l[index[i]] = from.l[i];
            }
        }
    }
}
