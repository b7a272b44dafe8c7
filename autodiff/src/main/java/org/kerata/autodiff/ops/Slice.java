package org.kerata.autodiff.ops;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;

/**
 * Part of an axis, as {@code begin:end:step} in Python: negative places count from the end, places beyond the ends are moved to them, and
 * null is the end that the step starts from or leads to.
 *
 * @param step from one element to the next; negative to go backwards, not 0
 */
public record Slice(@Nullable Long begin, @Nullable Long end, long step) {
    /** The whole axis. */
    public static final Slice ALL = new Slice(null, null, 1);

    /** The whole axis, backwards. */
    public static final Slice REVERSED = new Slice(null, null, -1);

    public Slice {
        if (step == 0) {
            throw new ShapeException("slice: the step must not be 0.");
        }
    }

    /** The elements from a first to before a last. */
    public static Slice of(long begin, long end) {
        return new Slice(begin, end, 1);
    }

    /** The first element, on an axis of this length. */
    public long first(long length) {
        if (begin == null) {
            return step > 0 ? 0 : length - 1;
        }
        return place(begin, length);
    }

    /** The number of elements, on an axis of this length; unknown if the length is. */
    public long count(long length) {
        if (length == Shape.UNKNOWN) {
            return Shape.UNKNOWN;
        }
        long from = first(length);
        long to = end != null ? place(end, length) : step > 0 ? length : -1;
        long way = step > 0 ? to - from : from - to;
        long stride = Math.abs(step);
        return way <= 0 ? 0 : (way + stride - 1) / stride;
    }

    private long place(long at, long length) {
        long p = at < 0 ? at + length : at;
        return step > 0 ? Math.max(0, Math.min(length, p)) : Math.max(-1, Math.min(length - 1, p));
    }
}
