package org.kerata.serialization.hdf5;

import java.nio.ByteOrder;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;

/**
 * How an HDF5 file stores the elements of a dataset or an attribute.
 *
 * @param kind what the elements are
 * @param bytes of one element; of a variable-length string, those of its reference in the file
 * @param signed of integers
 * @param order the byte order of numbers
 */
public record Hdf5Type(Kind kind, int bytes, boolean signed, ByteOrder order) {
    /** What elements are. */
    public enum Kind {
        /** IEEE 754 numbers of 2, 4 or 8 bytes. */
        FLOAT,
        /** The upper half of a {@code float32}. Keras stores it as opaque bytes with an attribute {@code dtype}. */
        BFLOAT16,
        /** Whole numbers of 1, 2, 4 or 8 bytes. */
        INTEGER,
        /** Truth values as h5py has them: an enumeration of FALSE and TRUE. */
        BOOL,
        /** Strings of one length in bytes, the rest filled up. */
        FIXED_STRING,
        /** Strings of any length, each in the file's global heap. */
        STRING,
        /** Bytes without a meaning. */
        OPAQUE,
        /** What no Keras file holds: compounds, references, arrays, times, unusual numbers. Cannot be read here. */
        OTHER
    }

    /** 16-bit floating point. */
    public static final Hdf5Type FLOAT16 = number(Kind.FLOAT, 2, true);

    /** 32-bit floating point. */
    public static final Hdf5Type FLOAT32 = number(Kind.FLOAT, 4, true);

    /** 64-bit floating point. */
    public static final Hdf5Type FLOAT64 = number(Kind.FLOAT, 8, true);

    /** The upper half of a {@code float32}. */
    public static final Hdf5Type BFLOAT16 = number(Kind.BFLOAT16, 2, true);

    /** 8-bit signed integers. */
    public static final Hdf5Type INT8 = number(Kind.INTEGER, 1, true);

    /** 16-bit signed integers. */
    public static final Hdf5Type INT16 = number(Kind.INTEGER, 2, true);

    /** 32-bit signed integers. */
    public static final Hdf5Type INT32 = number(Kind.INTEGER, 4, true);

    /** 64-bit signed integers. */
    public static final Hdf5Type INT64 = number(Kind.INTEGER, 8, true);

    /** 8-bit unsigned integers. */
    public static final Hdf5Type UINT8 = number(Kind.INTEGER, 1, false);

    /** Truth values, one byte each. */
    public static final Hdf5Type BOOL = number(Kind.BOOL, 1, true);

    /** Strings of any length, in UTF-8. */
    public static final Hdf5Type STRING = number(Kind.STRING, 16, false);

    private static Hdf5Type number(Kind kind, int bytes, boolean signed) {
        return new Hdf5Type(kind, bytes, signed, ByteOrder.LITTLE_ENDIAN);
    }

    /** Strings of up to this many bytes, filled up with zeros. */
    public static Hdf5Type fixedString(int bytes) {
        if (bytes < 1) {
            throw new ConfigException("fixedString: a string takes at least 1 byte. Received: " + bytes + ".");
        }
        return number(Kind.FIXED_STRING, bytes, false);
    }

    /** The type that stores elements of a tensor as they are. */
    public static Hdf5Type of(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> FLOAT32;
            case FLOAT64 -> FLOAT64;
            case INT32 -> INT32;
            case INT64 -> INT64;
            case BOOL -> BOOL;
        };
    }

    /** Whether elements are numbers or truth values, which a tensor can hold. */
    public boolean isNumeric() {
        return kind == Kind.FLOAT || kind == Kind.BFLOAT16 || kind == Kind.INTEGER || kind == Kind.BOOL;
    }

    /** Whether elements are strings of either kind. */
    public boolean isString() {
        return kind == Kind.FIXED_STRING || kind == Kind.STRING;
    }

    /** The type in NumPy's words, such as {@code float32}, {@code uint8}, {@code string}. */
    @Override
    public String toString() {
        String name = switch (kind) {
            case FLOAT -> "float" + 8 * bytes;
            case BFLOAT16 -> "bfloat16";
            case INTEGER -> (signed ? "int" : "uint") + 8 * bytes;
            case BOOL -> "bool";
            case FIXED_STRING -> "string of " + bytes + " bytes";
            case STRING -> "string";
            case OPAQUE -> "opaque of " + bytes + " bytes";
            case OTHER -> "a type that Kerata does not read";
        };
        return isNumeric() && bytes > 1 && order == ByteOrder.BIG_ENDIAN ? name + " (big-endian)" : name;
    }
}
