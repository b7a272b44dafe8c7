package org.kerata.autodiff.internal.kernels.reference;

import org.kerata.autodiff.Shape;

/** Index arithmetic of broadcasting. */
public final class Broadcast {
    private Broadcast() {}

    /** For each element of {@code to}, in row-major order, the index of the element of {@code from} that is stretched to it. */
    public static int[] indices(Shape from, Shape to) {
        int rank = to.rank();
        long[] stride = new long[rank];
        long n = 1;
        for (int i = from.rank() - 1; i >= 0; i--) {
            int at = i + rank - from.rank();
            stride[at] = from.dim(i) == 1 ? 0 : n;
            n *= from.dim(i);
        }
        return walk(to, stride);
    }

    /** For each element of a tensor of this shape, in row-major order, the sum of index times stride over the axes. */
    public static int[] walk(Shape shape, long[] stride) {
        int rank = shape.rank();
        int size = Math.toIntExact(shape.size());
        int[] out = new int[size];
        int[] at = new int[rank];
        long offset = 0;
        for (int i = 0; i < size; i++) {
            out[i] = (int) offset;
            for (int a = rank - 1; a >= 0; a--) {
                offset += stride[a];
                if (++at[a] < shape.dim(a)) {
                    break;
                }
                offset -= stride[a] * at[a];
                at[a] = 0;
            }
        }
        return out;
    }
}
