package org.kerata.serialization.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.kerata.autodiff.DType;
import org.kerata.serialization.hdf5.Hdf5Type.Kind;

/** Numbers of a file as numbers of a tensor. */
final class Conversion {
    private final Hdf5Type from;
    private final DType to;

    Conversion(Hdf5Type from, DType to) {
        this.from = from;
        this.to = to;
    }

    /** Whether the bytes can stay as they are. */
    boolean isNone() {
        return from.equals(Hdf5Type.of(to)) && to != DType.BOOL && from.order() == ByteOrder.nativeOrder();
    }

    /** The type that a tensor holds such numbers in without loss. */
    static DType natural(Hdf5Type type) {
        return switch (type.kind()) {
            case FLOAT, BFLOAT16 -> type.bytes() == 8 ? DType.FLOAT64 : DType.FLOAT32;
            case BOOL -> DType.BOOL;
            default -> type.bytes() < 4 || (type.bytes() == 4 && type.signed()) ? DType.INT32 : DType.INT64;
        };
    }

    /** Converts all that remains in a buffer; the other one advances as far as it has been written. */
    void run(ByteBuffer source, ByteBuffer target) {
        source.order(from.order());
        boolean real = from.kind() == Kind.FLOAT || from.kind() == Kind.BFLOAT16;
        while (source.hasRemaining()) {
            if (real) {
                put(real(source), target);
            } else {
                put(whole(source), target);
            }
        }
    }

    private double real(ByteBuffer b) {
        return switch (from.bytes()) {
            case 8 -> b.getDouble();
            case 4 -> b.getFloat();
            default -> from.kind() == Kind.BFLOAT16 ? Float.intBitsToFloat(b.getShort() << 16) : half(b.getShort());
        };
    }

    private long whole(ByteBuffer b) {
        return switch (from.bytes()) {
            case 1 -> from.signed() ? b.get() : b.get() & 0xFF;
            case 2 -> from.signed() ? b.getShort() : b.getShort() & 0xFFFF;
            case 4 -> from.signed() ? b.getInt() : b.getInt() & 0xFFFFFFFFL;
            default -> {
                long v = b.getLong();
                if (v < 0 && !from.signed()) {
                    throw tooLarge(Long.toUnsignedString(v));
                }
                yield v;
            }
        };
    }

    private void put(double v, ByteBuffer target) {
        switch (to) {
            case FLOAT32 -> target.putFloat((float) v);
            case FLOAT64 -> target.putDouble(v);
            case BOOL -> target.put((byte) (v != 0 ? 1 : 0));
            case INT32 -> {
                if (!(v > -0x1p31 - 1 && v < 0x1p31)) {
                    throw tooLarge(Double.toString(v));
                }
                target.putInt((int) v);
            }
            case INT64 -> {
                if (!(v >= -0x1p63 && v < 0x1p63)) {
                    throw tooLarge(Double.toString(v));
                }
                target.putLong((long) v);
            }
        }
    }

    private void put(long v, ByteBuffer target) {
        switch (to) {
            case FLOAT32 -> target.putFloat((float) v);
            case FLOAT64 -> target.putDouble((double) v);
            case BOOL -> target.put((byte) (v != 0 ? 1 : 0));
            case INT32 -> {
                if (v != (int) v) {
                    throw tooLarge(Long.toString(v));
                }
                target.putInt((int) v);
            }
            case INT64 -> target.putLong(v);
        }
    }

    private Damage tooLarge(String value) {
        return new Damage("the number " + value + " (" + from + ") does not fit into " + to + ".");
    }

    /** IEEE 754 half precision. */
    static float half(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = bits >> 10 & 31;
        int mantissa = bits & 0x3FF;
        if (exponent == 31) {
            return Float.intBitsToFloat(sign | 0x7F800000 | mantissa << 13);
        }
        if (exponent == 0) {
            float small = mantissa * 0x1p-24f;
            return sign == 0 ? small : -small;
        }
        return Float.intBitsToFloat(sign | (exponent + 112) << 23 | mantissa << 13);
    }
}
