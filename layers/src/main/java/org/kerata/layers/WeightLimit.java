package org.kerata.layers;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;

/**
 * How many bytes the weights may take that are made on this thread while a model is loaded: no more than its file can fill. So a file that
 * claims huge layers is refused before they are made. Limits nest; the innermost holds.
 */
public final class WeightLimit implements AutoCloseable {
    private static final long LARGEST_TENSOR = Integer.MAX_VALUE;
    private static final ThreadLocal<@Nullable WeightLimit> CURRENT = new ThreadLocal<>();

    private final @Nullable WeightLimit outer;
    private long left;

    private WeightLimit(@Nullable WeightLimit outer, long bytes) {
        this.outer = outer;
        this.left = bytes;
    }

    /** Limits the weights made on this thread from now until it is closed. */
    public static WeightLimit of(long bytes) {
        WeightLimit l = new WeightLimit(CURRENT.get(), bytes);
        CURRENT.set(l);
        return l;
    }

    /** Takes the bytes of a weight that is about to be made. */
    static void take(String name, Shape shape, DType type) {
        double bytes = type.bytes();
        for (long d : shape.dims()) {
            bytes *= d;
        }
        if (bytes > LARGEST_TENSOR) {
            throw new ShapeException("The weight \"" + name + "\" would have the shape " + shape
                    + "; a single tensor may hold at most 2 GiB.");
        }
        WeightLimit limit = CURRENT.get();
        if (limit != null) {
            limit.left -= (long) bytes;
            if (limit.left < 0) {
                throw new ShapeException(
                        "The weight \"" + name + "\" would have the shape " + shape
                                + ", for which the model's file does not hold enough. The file is damaged, or made to do harm.");
            }
        }
    }

    @Override
    public void close() {
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
    }
}
