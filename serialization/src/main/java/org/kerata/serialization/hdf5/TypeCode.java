package org.kerata.serialization.hdf5;

/** The datatype message of a type, as HDF5 1.0 to 1.14 and h5py write it in the earliest format. */
final class TypeCode {
    private static final int VERSION_1 = 0x10;
    private static final int FIXED_POINT = 0;
    private static final int FLOATING_POINT = 1;
    private static final int STRING = 3;
    private static final int OPAQUE = 5;
    private static final int ENUMERATION = 8;
    private static final int VARIABLE_LENGTH = 9;

    private TypeCode() {}

    static Bytes of(Hdf5Type type) {
        return switch (type.kind()) {
            case FLOAT ->
                switch (type.bytes()) {
                    case 2 -> floating(2, 10, 5, 15);
                    case 4 -> floating(4, 23, 8, 127);
                    case 8 -> floating(8, 52, 11, 1023);
                    default -> throw unwritable(type);
                };
            case INTEGER -> fixedPoint(type.bytes(), type.signed());
            case BOOL ->
                head(ENUMERATION, 1, 2, 0, 0)
                        .put(fixedPoint(1, true))
                        .ascii("FALSE\0\0\0")
                        .ascii("TRUE\0\0\0\0")
                        .u1(0, 1);
            case FIXED_STRING -> head(STRING, type.bytes(), 1, 0, 0);
            case STRING -> head(VARIABLE_LENGTH, 16, 1, 1, 0).put(fixedPoint(1, false));
            case BFLOAT16, OPAQUE -> head(OPAQUE, type.bytes(), 0, 0, 0);
            case OTHER -> throw unwritable(type);
        };
    }

    private static IllegalArgumentException unwritable(Hdf5Type type) {
        return new IllegalArgumentException("Not to be written: " + type);
    }

    private static Bytes head(int type, int size, int bits0, int bits1, int bits2) {
        return new Bytes().u1(VERSION_1 | type, bits0, bits1, bits2).u4(size);
    }

    private static Bytes fixedPoint(int bytes, boolean signed) {
        return head(FIXED_POINT, bytes, signed ? 8 : 0, 0, 0).u2(0).u2(8 * bytes);
    }

    /** IEEE 754: sign, exponent and mantissa from the top, the mantissa's first one implied. */
    private static Bytes floating(int bytes, int mantissa, int exponent, int bias) {
        int bits = 8 * bytes;
        return head(FLOATING_POINT, bytes, 0x20, bits - 1, 0)
                .u2(0)
                .u2(bits)
                .u1(mantissa, exponent, 0, mantissa)
                .u4(bias);
    }
}
