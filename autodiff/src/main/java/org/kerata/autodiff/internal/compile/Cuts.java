package org.kerata.autodiff.internal.compile;

import org.jspecify.annotations.Nullable;

/** Where to cut. A cut is S+1 ascending bounds, in elements, the first 0 and the last the size. */
final class Cuts {
    /** Below this many elements one slice does everything. */
    static final int SMALL = 2048;

    /** Below this many elements every slice computes a copy for itself, which saves a barrier. */
    static final int TINY = 257;

    private Cuts() {}

    /** Whether one slice has everything. */
    static boolean isWhole(long[] bounds) {
        for (int s = 0; s + 1 < bounds.length; s++) {
            if (bounds[s + 1] - bounds[s] == bounds[bounds.length - 1]) {
                return bounds.length > 2;
            }
        }
        return false;
    }

    /** Whether a slice has nothing. */
    static boolean hasEmpty(long[] bounds) {
        for (int s = 0; s + 1 < bounds.length; s++) {
            if (bounds[s] == bounds[s + 1]) {
                return true;
            }
        }
        return false;
    }

    /** Everything in slice 0. */
    static long[] whole(long size, int slices) {
        long[] b = new long[slices + 1];
        java.util.Arrays.fill(b, 1, slices + 1, size);
        return b;
    }

    /** Equal numbers of rows of {@code row} elements each. */
    static long[] rows(long rows, long row, int slices) {
        long[] b = new long[slices + 1];
        for (int s = 1; s <= slices; s++) {
            b[s] = rows * s / slices * row;
        }
        return b;
    }

    /** The cut in which the operand was made, if its slices lie side by side; else null. */
    static long @Nullable [] ofProducer(Operand o, int slices) {
        Value v = o.value();
        Task p = v.producer();
        if (p == null || v.isReplicated()) {
            return null;
        }
        for (int k = 0; k < p.outputs().size(); k++) {
            if (p.outputs().get(k).value() == v) {
                return bounds(p, k, o, slices);
            }
        }
        return null;
    }

    private static long @Nullable [] bounds(Task p, int output, Operand o, int slices) {
        long[] b = new long[slices + 1];
        long at = 0;
        for (int s = 0; s < slices; s++) {
            Region r = p.writes(output, s);
            if (!r.isEmpty()) {
                if (r.rows() > 0) {
                    return null;
                }
                long lo = Math.max(0, Math.min(o.size(), r.lo() - o.offset()));
                if (lo != at) {
                    return null;
                }
                at = Math.max(at, Math.min(o.size(), r.hi() - o.offset()));
            }
            b[s + 1] = at;
        }
        return at == o.size() ? b : null;
    }

    /** As the operand was made if that keeps units of this many elements whole, else in equal numbers of units. */
    static long[] alignedTo(long unit, Operand o, int slices) {
        long[] made = ofProducer(o, slices);
        if (made != null && !isWhole(made)) {
            boolean whole = true;
            for (long b : made) {
                whole &= b % unit == 0;
            }
            if (whole) {
                return made;
            }
        }
        return rows(o.size() / unit, unit, slices);
    }

    /** As the operand was made, or in equal parts along its outermost axis. */
    static long[] follow(Operand o, int slices) {
        long[] b = ofProducer(o, slices);
        return b != null ? b : even(o, slices);
    }

    /** Equal parts along the outermost axis that is long enough; small ones whole. */
    static long[] even(Operand o, int slices) {
        long size = o.size();
        if (size < SMALL) {
            return whole(size, slices);
        }
        long rows = 1;
        for (int axis = 0; axis < o.shape().rank() && rows < slices; axis++) {
            rows *= o.shape().dim(axis);
        }
        return rows(rows, size / rows, slices);
    }
}
