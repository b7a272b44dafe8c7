package org.kerata.autodiff.internal.compile;

/**
 * Some elements of a value: a stretch of its row-major order, of which, if {@code rows > 0}, only columns {@code from} to {@code to} of
 * each row of {@code rows} elements count.
 */
public record Region(long lo, long hi, long rows, long from, long to) {
    /** Nothing. */
    public static final Region NONE = new Region(0, 0, 0, 0, 0);

    /** A stretch. */
    public static Region of(long lo, long hi) {
        return lo >= hi ? NONE : new Region(lo, hi, 0, 0, 0);
    }

    /** Columns of the rows of a stretch. */
    public static Region columns(long lo, long hi, long rowLength, long from, long to) {
        return lo >= hi || from >= to ? NONE : new Region(lo, hi, rowLength, from, to);
    }

    /** Whether there is nothing in it. */
    public boolean isEmpty() {
        return lo >= hi;
    }

    /** Whether all of the other's elements are surely in this one. */
    public boolean contains(Region o) {
        if (o.isEmpty()) {
            return true;
        }
        if (lo > o.lo || hi < o.hi) {
            return false;
        }
        return rows == 0 || (rows == o.rows && from <= o.from && to >= o.to);
    }

    /** Whether the two may have an element in common. */
    public boolean touches(Region o) {
        if (isEmpty() || o.isEmpty() || hi <= o.lo || o.hi <= lo) {
            return false;
        }
        return rows == 0 || rows != o.rows || (from < o.to && o.from < to);
    }
}
