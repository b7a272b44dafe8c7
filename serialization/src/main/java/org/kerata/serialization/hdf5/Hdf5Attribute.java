package org.kerata.serialization.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.serialization.ModelFileException;

/** A named value of a group or dataset: numbers or strings, one or several. Each method throws if the value is of another kind. */
public final class Hdf5Attribute {
    private static final int OF_SHARED_TYPE = 1;

    private final Source source;
    private final String place;
    private final String name;
    private final Hdf5Type type;
    private final Space space;
    private final ByteBuffer bytes;

    private Hdf5Attribute(Source source, String place, String name, Hdf5Type type, Space space, ByteBuffer bytes) {
        this.source = source;
        this.place = place;
        this.name = name;
        this.type = type;
        this.space = space;
        this.bytes = bytes;
    }

    /** An attribute message, of any of its three versions. */
    static Hdf5Attribute read(Source source, String path, ByteBuffer b) {
        int version = b.get();
        int flags = b.get();
        int nameBytes = Short.toUnsignedInt(b.getShort());
        int typeBytes = Short.toUnsignedInt(b.getShort());
        int spaceBytes = Short.toUnsignedInt(b.getShort());
        if (version < 1 || version > 3) {
            throw new Damage("an attribute has version " + version + "; versions 1 to 3 are known.");
        }
        if (version == 3) {
            b.get(); // the name's encoding: ASCII is UTF-8 too
        }
        boolean padded = version == 1;
        String name = Link.text(Link.untilZero(part(b, nameBytes, padded)), "an attribute's name");
        ByteBuffer type = part(b, typeBytes, padded);
        if (version > 1 && (flags & OF_SHARED_TYPE) != 0) {
            type = ObjectHeader.elsewhere(source, type, ObjectHeader.DATATYPE);
        }
        Space space = Space.read(part(b, spaceBytes, padded));
        Hdf5Type t = TypeReader.read(type);
        String place = path + ", attribute \"" + name + "\"";
        long bytes = space.bytes(t.bytes());
        if (bytes > b.remaining()) {
            throw new Damage("attribute \"" + name + "\" should be " + NodeDraft.describe(t, space.shape())
                    + ", which takes " + bytes + " bytes, of which " + b.remaining() + " are there.");
        }
        return new Hdf5Attribute(source, place, name, t, space, b.slice(b.position(), (int) bytes));
    }

    private static ByteBuffer part(ByteBuffer b, int bytes, boolean padded) {
        ByteBuffer part = b.slice(b.position(), bytes).order(ByteOrder.LITTLE_ENDIAN);
        b.position(b.position() + bytes + (padded ? Bytes.padding(bytes) : 0));
        return part;
    }

    /** The attribute's name. */
    public String name() {
        return name;
    }

    /** How the value is stored. */
    public Hdf5Type type() {
        return type;
    }

    /** The lengths of the axes; none for a single value. */
    public long[] shape() {
        return space.shape().clone();
    }

    /** The string, if it is one. */
    public String string() {
        List<String> all = strings();
        return only(all, all.size());
    }

    /** All strings, in row-major order. */
    public List<String> strings() {
        if (!type.isString()) {
            throw wrong("strings");
        }
        return source.guarded(place, () -> strings(source, type, bytes()));
    }

    /** The number or truth value, if it is one. */
    public double number() {
        double[] all = numbers();
        only(List.of(), all.length);
        return all[0];
    }

    /** All numbers or truth values, in row-major order; integers beyond 2⁵³ are rounded. */
    public double[] numbers() {
        double[] out = new double[count()];
        convert(DType.FLOAT64, 8).asDoubleBuffer().get(out);
        return out;
    }

    /** The whole number or truth value, if it is one. */
    public long whole() {
        long[] all = wholes();
        only(List.of(), all.length);
        return all[0];
    }

    /** All numbers or truth values as whole ones, in row-major order; reals are cut off towards zero. */
    public long[] wholes() {
        long[] out = new long[count()];
        convert(DType.INT64, 8).asLongBuffer().get(out);
        return out;
    }

    /** The bytes of the value as the file has them, in row-major order; of strings of variable length, references to them. */
    public ByteBuffer stored() {
        return bytes();
    }

    private int count() {
        if (!type.isNumeric()) {
            throw wrong("numbers");
        }
        return bytes.limit() / type.bytes();
    }

    private ByteBuffer convert(DType to, int each) {
        return source.guarded(place, () -> {
            ByteBuffer out = ByteBuffer.allocate(count() * each);
            new Conversion(type, to).run(bytes(), out);
            return out.flip();
        });
    }

    private ByteBuffer bytes() {
        return bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Strings of either kind. */
    static List<String> strings(Source source, Hdf5Type type, ByteBuffer bytes) {
        if (type.kind() == Hdf5Type.Kind.STRING) {
            return new HeapStrings(source).read(bytes);
        }
        List<String> out = new ArrayList<>();
        for (int at = 0; at < bytes.limit(); at += type.bytes()) {
            out.add(Link.text(Link.untilZero(bytes.slice(at, type.bytes())), "a string"));
        }
        return out;
    }

    private String only(List<String> values, int count) {
        if (count != 1) {
            throw source.error(place, "expected one value. Received: " + NodeDraft.describe(type, space.shape()) + ".");
        }
        return values.isEmpty() ? "" : values.get(0);
    }

    private ModelFileException wrong(String expected) {
        return source.error(
                place, "expected " + expected + ". Received: " + NodeDraft.describe(type, space.shape()) + ".");
    }

    @Override
    public String toString() {
        return name + ": " + NodeDraft.describe(type, space.shape());
    }
}
