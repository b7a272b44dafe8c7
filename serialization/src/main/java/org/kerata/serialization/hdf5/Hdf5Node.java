package org.kerata.serialization.hdf5;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.serialization.ModelFileException;

/** A group or dataset of a file that is being read. */
public abstract sealed class Hdf5Node permits Hdf5Group, Hdf5Dataset {
    private final Source source;
    private final String path;
    private final String name;
    private final ObjectHeader header;
    private @Nullable Map<String, Hdf5Attribute> attributes;

    Hdf5Node(Source source, String path, String name, ObjectHeader header) {
        this.source = source;
        this.path = path;
        this.name = name;
        this.header = header;
    }

    /** The name in the group above; of the top group, nothing. */
    public final String name() {
        return name;
    }

    /** Where this stands in the file, such as {@code /layers/dense}. */
    public final String path() {
        return path;
    }

    /** All attributes by name. */
    public final synchronized Map<String, Hdf5Attribute> attributes() {
        Map<String, Hdf5Attribute> known = attributes;
        if (known == null) {
            known = source.guarded(path, this::readAttributes);
            attributes = known;
        }
        return known;
    }

    /**
     * An attribute.
     *
     * @throws ModelFileException if there is none with this name; the message lists those there are
     */
    public final Hdf5Attribute attribute(String name) {
        Hdf5Attribute found = attributes().get(name);
        if (found == null) {
            throw source.error(
                    path,
                    "there is no attribute \"" + name + "\". There are: "
                            + list(attributes().keySet()) + ".");
        }
        return found;
    }

    /** Whether there is an attribute with this name. */
    public final boolean hasAttribute(String name) {
        return attributes().containsKey(name);
    }

    private Map<String, Hdf5Attribute> readAttributes() {
        Map<String, Hdf5Attribute> out = new LinkedHashMap<>();
        for (ByteBuffer b : header.all(ObjectHeader.ATTRIBUTE)) {
            add(out, b);
        }
        @Nullable ByteBuffer info = header.one(ObjectHeader.ATTRIBUTE_INFO);
        if (info != null) {
            for (ByteBuffer b : Links.denseAttributes(source, info)) {
                add(out, b);
            }
        }
        return Collections.unmodifiableMap(out);
    }

    private void add(Map<String, Hdf5Attribute> out, ByteBuffer message) {
        Hdf5Attribute a = Hdf5Attribute.read(source, path, message);
        if (out.put(a.name(), a) != null) {
            throw new Damage("there are two attributes \"" + a.name() + "\".");
        }
    }

    final Source source() {
        return source;
    }

    final ObjectHeader header() {
        return header;
    }

    /** Names for a message, not too many of them. */
    static String list(Iterable<String> names) {
        StringBuilder b = new StringBuilder();
        int n = 0;
        for (String s : names) {
            if (n++ == 20) {
                return b.append(", …").toString();
            }
            b.append(n == 1 ? "" : ", ").append(s);
        }
        return n == 0 ? "none" : b.toString();
    }
}
