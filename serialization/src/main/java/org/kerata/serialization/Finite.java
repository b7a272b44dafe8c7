package org.kerata.serialization;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import org.kerata.autodiff.DType;

/** Looks for infinities and NaN: numbers whose exponent has all bits set. */
final class Finite {
    private static final long FLOAT_EXPONENTS = 0x7F80_0000_7F80_0000L;
    private static final long FLOAT_CARRIES = 0x0080_0000_0080_0000L;
    private static final long FLOAT_SIGNS = 0x8000_0000_8000_0000L;

    private Finite() {}

    /** The place of the first number that is not finite; -1 if all are, or these are no floating-point numbers. */
    static int firstNot(ByteBuffer values, DType type) {
        return switch (type) {
            case FLOAT32 -> allFinite(values) ? -1 : firstFloat(values);
            case FLOAT64 -> firstDouble(values);
            default -> -1;
        };
    }

    /** Two numbers at a time, without a branch: one more in an exponent that is full carries into the sign. */
    private static boolean allFinite(ByteBuffer values) {
        LongBuffer pairs = values.duplicate().order(values.order()).asLongBuffer();
        long seen = 0;
        int n = pairs.remaining();
        for (int i = 0; i < n; i++) {
            seen |= (pairs.get(i) & FLOAT_EXPONENTS) + FLOAT_CARRIES;
        }
        int last = values.limit() - Float.BYTES;
        return (seen & FLOAT_SIGNS) == 0 && (values.remaining() % 8 == 0 || Float.isFinite(values.getFloat(last)));
    }

    private static int firstFloat(ByteBuffer values) {
        for (int i = 0; i * Float.BYTES < values.remaining(); i++) {
            if (!Float.isFinite(values.getFloat(values.position() + i * Float.BYTES))) {
                return i;
            }
        }
        return -1;
    }

    private static int firstDouble(ByteBuffer values) {
        for (int i = 0; i * Double.BYTES < values.remaining(); i++) {
            if (!Double.isFinite(values.getDouble(values.position() + i * Double.BYTES))) {
                return i;
            }
        }
        return -1;
    }
}
