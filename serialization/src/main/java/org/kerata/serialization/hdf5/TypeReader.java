package org.kerata.serialization.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.kerata.serialization.hdf5.Hdf5Type.Kind;

/** Datatype messages, of which those that Keras files have are understood and all others told apart from them. */
final class TypeReader {
    private static final int MOST_NESTED = 8;

    private TypeReader() {}

    static Hdf5Type read(ByteBuffer b) {
        return read(b, 0);
    }

    private static Hdf5Type read(ByteBuffer b, int depth) {
        int first = b.get() & 0xFF;
        int version = first >> 4;
        int bits = (b.get() & 0xFF) | (b.get() & 0xFF) << 8 | (b.get() & 0xFF) << 16;
        int size = b.getInt();
        if (version < 1 || version > 4) {
            throw new Damage("an element type has version " + version + "; versions 1 to 4 are known.");
        }
        if (size < 1) {
            throw new Damage("an element takes " + Integer.toUnsignedLong(size) + " bytes.");
        }
        if (depth > MOST_NESTED) {
            throw new Damage("element types are nested too deeply.");
        }
        return switch (first & 15) {
            case 0 -> integer(b, bits, size);
            case 1 -> floating(b, bits, size);
            case 3 -> (bits & 15) == 2 ? other(size) : type(Kind.FIXED_STRING, size);
            case 5 -> type(Kind.OPAQUE, size);
            case 8 -> enumeration(b, version, bits, size, depth);
            case 9 -> (bits & 15) == 1 && size == 16 ? type(Kind.STRING, size) : other(size);
            default -> other(size);
        };
    }

    private static Hdf5Type type(Kind kind, int size) {
        return new Hdf5Type(kind, size, false, ByteOrder.LITTLE_ENDIAN);
    }

    private static Hdf5Type other(int size) {
        return type(Kind.OTHER, size);
    }

    private static ByteOrder order(int bits) {
        return (bits & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }

    private static Hdf5Type integer(ByteBuffer b, int bits, int size) {
        int offset = b.getShort();
        int precision = b.getShort();
        boolean usual = offset == 0 && precision == 8 * size && (size == 1 || size == 2 || size == 4 || size == 8);
        return usual ? new Hdf5Type(Kind.INTEGER, size, (bits & 8) != 0, order(bits)) : other(size);
    }

    private static Hdf5Type floating(ByteBuffer b, int bits, int size) {
        int offset = b.getShort();
        int precision = b.getShort();
        int exponentAt = b.get();
        int exponent = b.get();
        int mantissaAt = b.get();
        int mantissa = b.get();
        int bias = b.getInt();
        int sign = bits >> 8 & 0xFF;
        boolean plain = offset == 0
                && precision == 8 * size
                && sign == precision - 1
                && exponentAt == mantissa
                && mantissaAt == 0
                && exponent == precision - 1 - mantissa
                && (bits & 0x70) == 0x20
                && bias == (1 << (Math.min(exponent, 20) - 1)) - 1;
        if (plain && size == 2 && mantissa == 7) {
            return new Hdf5Type(Kind.BFLOAT16, 2, true, order(bits));
        }
        boolean ieee = (size == 2 && mantissa == 10) || (size == 4 && mantissa == 23) || (size == 8 && mantissa == 52);
        return plain && ieee ? new Hdf5Type(Kind.FLOAT, size, true, order(bits)) : other(size);
    }

    /** h5py's truth values, or else the numbers behind the names. */
    private static Hdf5Type enumeration(ByteBuffer b, int version, int bits, int size, int depth) {
        Hdf5Type base = read(b, depth + 1);
        if (base.kind() != Kind.INTEGER || base.bytes() != size) {
            return other(size);
        }
        boolean two = (bits & 0xFFFF) == 2 && size == 1;
        boolean truth = two
                && name(b, version).equals("FALSE")
                && name(b, version).equals("TRUE")
                && b.get() == 0
                && b.get() == 1;
        return truth ? Hdf5Type.BOOL : base;
    }

    private static String name(ByteBuffer b, int version) {
        int start = b.position();
        while (b.get() != 0) {
            // up to the zero that ends it
        }
        byte[] bytes = new byte[b.position() - 1 - start];
        b.get(start, bytes);
        if (version < 3) {
            b.position(b.position() + Bytes.padding(b.position() - start));
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
