package org.kerata.serialization.hdf5;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kerata.serialization.ModelFileException;

/** A group or dataset that is going to be written, with its attributes. Setting an attribute again replaces it. */
public abstract sealed class NodeDraft permits GroupDraft, DatasetDraft {
    private static final int DATASPACE = 0x01;
    private static final int DATATYPE = 0x03;
    private static final int FILL_VALUE = 0x05;
    private static final int LAYOUT = 0x08;
    private static final int ATTRIBUTE = 0x0C;
    private static final int SYMBOL_TABLE = 0x11;

    private final String path;
    private final Map<String, AttributeDraft> attributes = new LinkedHashMap<>();

    NodeDraft(String path) {
        this.path = path;
    }

    /** Where this stands in the file, such as {@code /layers/dense}. */
    public final String path() {
        return path;
    }

    /** An attribute that is one string, of any length. */
    public final NodeDraft attribute(String name, String value) {
        return add(name, Hdf5Type.STRING, new long[0], List.of(utf8(value)));
    }

    /** An attribute that is a vector of strings of any length, as h5py makes it of a list of {@code str}. */
    public final NodeDraft attribute(String name, List<String> values) {
        List<byte[]> encoded = values.stream().map(NodeDraft::utf8).toList();
        return add(name, Hdf5Type.STRING, new long[] {values.size()}, encoded);
    }

    /** An attribute that is a vector of strings filled up to one length, as h5py makes it of a NumPy array of {@code bytes}. */
    public final NodeDraft fixedStrings(String name, List<String> values) {
        List<byte[]> encoded = values.stream().map(NodeDraft::utf8).toList();
        int longest = encoded.stream().mapToInt(b -> b.length).max().orElse(1);
        Hdf5Type type = Hdf5Type.fixedString(Math.max(longest, 1));
        ByteBuffer all = ByteBuffer.allocate(Math.multiplyExact(type.bytes(), encoded.size()));
        for (int i = 0; i < encoded.size(); i++) {
            all.put(i * type.bytes(), encoded.get(i));
        }
        return add(name, type, new long[] {values.size()}, List.of(all.array()));
    }

    /** An attribute that is one {@code int64}. */
    public final NodeDraft attribute(String name, long value) {
        return attribute(
                name, Hdf5Type.INT64, new long[0], new Bytes().u8(value).array());
    }

    /** An attribute that is one {@code float64}. */
    public final NodeDraft attribute(String name, double value) {
        return attribute(
                name,
                Hdf5Type.FLOAT64,
                new long[0],
                new Bytes().u8(Double.doubleToRawLongBits(value)).array());
    }

    /** An attribute that is one truth value. */
    public final NodeDraft attribute(String name, boolean value) {
        return attribute(name, Hdf5Type.BOOL, new long[0], new byte[] {(byte) (value ? 1 : 0)});
    }

    /** An attribute that is a vector of {@code int64}. */
    public final NodeDraft attribute(String name, long... values) {
        Bytes b = new Bytes();
        for (long v : values) {
            b.u8(v);
        }
        return attribute(name, Hdf5Type.INT64, new long[] {values.length}, b.array());
    }

    /** An attribute that is a vector of {@code float64}. */
    public final NodeDraft attribute(String name, double... values) {
        Bytes b = new Bytes();
        for (double v : values) {
            b.u8(Double.doubleToRawLongBits(v));
        }
        return attribute(name, Hdf5Type.FLOAT64, new long[] {values.length}, b.array());
    }

    /** An attribute of any type but strings of variable length, given by its little-endian bytes in row-major order. */
    public final NodeDraft attribute(String name, Hdf5Type type, long[] shape, byte[] bytes) {
        if (type.kind() == Hdf5Type.Kind.STRING || bytes.length != bytes(type, shape)) {
            throw error("attribute \"" + name + "\" must be given " + bytes(type, shape) + " bytes for "
                    + describe(type, shape) + ". Received: " + bytes.length + " bytes.");
        }
        return add(name, type, shape.clone(), List.of(bytes.clone()));
    }

    private NodeDraft add(String name, Hdf5Type type, long[] shape, List<byte[]> values) {
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw error("an attribute's name must not be empty or hold a zero character. Received: \"" + name + "\".");
        }
        AttributeDraft a = new AttributeDraft(name, type, shape, values);
        if (a.valueBytes() > AttributeDraft.LIMIT || a.bytes() > AttributeDraft.LIMIT) {
            throw error("attribute \"" + name + "\" takes " + a.valueBytes() + " bytes, and HDF5 keeps at most "
                    + AttributeDraft.LIMIT + " in one attribute. Split it (Keras writes " + name + "0, " + name
                    + "1, …), or write one string of any length.");
        }
        attributes.put(name, a);
        return this;
    }

    /** An error that names this place. */
    final ModelFileException error(String problem) {
        return new ModelFileException("Writing HDF5, at " + path + ": " + problem);
    }

    /** Appends the object header and returns its address. */
    final long header(Bytes file, GlobalHeapDraft heap) {
        file.align();
        int start = file.position();
        file.u1(1, 0).u2(0).u4(1).u8(0);
        int count = own(file) + attributes.size();
        if (count > AttributeDraft.LIMIT) {
            throw error("one node can have at most 65535 attributes. Received: " + attributes.size() + ".");
        }
        for (AttributeDraft a : attributes.values()) {
            message(file, ATTRIBUTE, a.message(heap, file.position() + 8));
        }
        // version 1, the number of messages, one reference to this object, bytes of all messages
        long bytes = file.position() - start - 16L;
        file.set8(start, 1L | (long) count << 16 | 1L << 32);
        file.set8(start + 8, bytes);
        return start;
    }

    /** Appends the messages that are not attributes and returns their number. */
    abstract int own(Bytes file);

    static void symbolTable(Bytes file, long tree, long names) {
        message(file, SYMBOL_TABLE, new Bytes().u8(tree).u8(names));
    }

    /** Appends what describes a contiguous dataset; returns where in the file the address of its data stands. */
    static int dataset(Bytes file, Hdf5Type type, long[] shape, long bytes) {
        message(file, DATASPACE, AttributeDraft.space(shape));
        message(file, DATATYPE, TypeCode.of(type));
        // version 2; space is taken late; a fill value is written if it is set; it is the default one
        message(file, FILL_VALUE, new Bytes().u1(2, 2, 2, 1).u4(0));
        // version 3, contiguous
        message(file, LAYOUT, new Bytes().u1(3, 1).u8(Bytes.UNDEFINED).u8(bytes));
        return file.position() - 24 + 2;
    }

    private static void message(Bytes file, int type, Bytes body) {
        body.align();
        file.u2(type).u2(body.position()).u4(0).put(body);
    }

    static String describe(Hdf5Type type, long[] shape) {
        StringBuilder b = new StringBuilder(type.toString()).append(" (");
        for (int i = 0; i < shape.length; i++) {
            b.append(i == 0 ? "" : ", ").append(shape[i]);
        }
        return b.append(')').toString();
    }

    /** The bytes of all elements. */
    final long bytes(Hdf5Type type, long[] shape) {
        long n = type.bytes();
        try {
            for (long d : shape) {
                if (d < 0) {
                    throw error("an axis must be 0 or longer. Received: " + describe(type, shape) + ".");
                }
                n = Math.multiplyExact(n, d);
            }
        } catch (ArithmeticException e) {
            throw error("more bytes than can be counted: " + describe(type, shape) + ".");
        }
        return n;
    }

    static byte[] utf8(String s) {
        return s.getBytes(StandardCharsets.UTF_8);
    }
}
