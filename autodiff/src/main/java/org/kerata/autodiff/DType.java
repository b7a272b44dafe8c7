package org.kerata.autodiff;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The element type of a {@link Tensor}. Names and promotion follow Keras: integers give way to floating point, {@code bool} gives
 * way to everything, and a plain Java number never widens the tensor it meets.
 */
public enum DType {
    /** 32-bit floating point; what everything is unless said otherwise. */
    FLOAT32("float32", 4),
    /** 64-bit floating point; runs on the portable kernels. */
    FLOAT64("float64", 8),
    /** 32-bit signed integer: indices and labels. */
    INT32("int32", 4),
    /** 64-bit signed integer: counters and random state. */
    INT64("int64", 8),
    /** Truth values, one byte each. */
    BOOL("bool", 1);

    private final String label;
    private final int bytes;

    DType(String label, int bytes) {
        this.label = label;
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** Whether this is a floating-point type, the only kind that has gradients. */
    public boolean isFloating() {
        return this == FLOAT32 || this == FLOAT64;
    }

    /** Whether this is {@code int32} or {@code int64}. */
    public boolean isInteger() {
        return this == INT32 || this == INT64;
    }

    /**
     * The type with Keras's name.
     *
     * @throws ConfigException if there is no such type; the message lists those there are
     */
    public static DType of(String name) {
        for (DType t : values()) {
            if (t.label.equals(name)) {
                return t;
            }
        }
        throw new ConfigException("Unknown dtype \"" + name + "\". Known: "
                + Arrays.stream(values()).map(DType::toString).collect(Collectors.joining(", ")) + ".");
    }

    /** The type that holds the result of an operation on both: {@code int32 + float32} is {@code float32}. */
    public static DType promote(DType a, DType b) {
        if (a == b || b == BOOL) {
            return a;
        }
        if (a == BOOL) {
            return b;
        }
        if (a.isFloating() || b.isFloating()) {
            return a == FLOAT64 || b == FLOAT64 ? FLOAT64 : FLOAT32;
        }
        return INT64;
    }

    /** Keras's name of the type, such as {@code "float32"}. */
    @Override
    public String toString() {
        return label;
    }
}
