package org.kerata.serialization.hdf5;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** An attribute that is going to be written. */
final class AttributeDraft {
    /** What HDF5 allows a message of an object header to take. */
    static final int LIMIT = 65_535;

    private final String name;
    private final Hdf5Type type;
    private final long[] shape;
    private final List<byte[]> values;

    /** @param values one for each string of variable length; else one that holds all elements */
    AttributeDraft(String name, Hdf5Type type, long[] shape, List<byte[]> values) {
        this.name = name;
        this.type = type;
        this.shape = shape;
        this.values = values;
    }

    /** Bytes of the message, all padding counted. */
    long bytes() {
        return message(new GlobalHeapDraft(), 0).position();
    }

    /** Bytes of the values themselves where they stand in the header. */
    long valueBytes() {
        return type.kind() == Hdf5Type.Kind.STRING ? 16L * values.size() : values.get(0).length;
    }

    /**
     * The attribute message: version 1, or 3 for a name beyond ASCII, which version 1 has no way to declare.
     *
     * @param offset where in the file the message will begin
     */
    Bytes message(GlobalHeapDraft heap, int offset) {
        byte[] encoded = (name + "\0").getBytes(StandardCharsets.UTF_8);
        boolean ascii = encoded.length == name.length() + 1;
        Bytes code = TypeCode.of(type);
        Bytes space = space(shape);
        Bytes b = new Bytes();
        b.u1(ascii ? 1 : 3, 0).u2(encoded.length).u2(code.position()).u2(space.position());
        if (ascii) {
            b.put(encoded).align().put(code).align().put(space).align();
        } else {
            b.u1(1).put(encoded).put(code).put(space);
        }
        for (byte[] v : values) {
            if (type.kind() == Hdf5Type.Kind.STRING) {
                heap.reference(v, b, offset);
            } else {
                b.put(v);
            }
        }
        return b.align();
    }

    /** The dataspace message of a fixed shape. */
    static Bytes space(long[] shape) {
        Bytes b = new Bytes().u1(1, shape.length, shape.length == 0 ? 0 : 1).zeros(5);
        for (int times = 0; times < 2; times++) {
            for (long d : shape) {
                b.u8(d); // the shape as it is, then the shape it may grow to
            }
        }
        return b;
    }
}
