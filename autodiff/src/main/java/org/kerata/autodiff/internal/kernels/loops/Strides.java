package org.kerata.autodiff.internal.kernels.loops;

import org.kerata.autodiff.Shape;

/** Where the elements of a broadcast operand lie: axes that run on are joined, the innermost run is copied or repeated. */
final class Strides {
    final long run;
    final long innermost;
    private final long[] lengths;
    private final long[] strides;

    Strides(Shape operand, Shape iteration) {
        int rank = iteration.rank();
        long[] length = new long[rank];
        long[] stride = new long[rank];
        int n = 0;
        long dense = 1;
        for (int i = 1; i <= rank; i++) {
            long d = i <= operand.rank() ? operand.dim(operand.rank() - i) : 1;
            long total = iteration.dim(rank - i);
            long s = d == 1 ? 0 : dense;
            dense *= d;
            if (total == 1) {
                continue;
            }
            boolean joins =
                    n > 0 && (s == 0 ? stride[n - 1] == 0 : stride[n - 1] != 0 && s == stride[n - 1] * length[n - 1]);
            if (joins) {
                length[n - 1] *= total;
            } else {
                length[n] = total;
                stride[n++] = s;
            }
        }
        this.lengths = java.util.Arrays.copyOf(length, n);
        this.strides = java.util.Arrays.copyOf(stride, n);
        this.run = n == 0 ? 1 : lengths[0];
        this.innermost = n == 0 ? 0 : strides[0];
    }

    /** The operand's index of an element of the iteration. */
    long offset(long element) {
        long rest = element;
        long at = 0;
        for (int i = 0; i < lengths.length; i++) {
            at += rest % lengths[i] * strides[i];
            rest /= lengths[i];
        }
        return at;
    }
}
