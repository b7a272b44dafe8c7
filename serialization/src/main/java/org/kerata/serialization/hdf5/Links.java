package org.kerata.serialization.hdf5;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The entries of a group, whichever of the format's three ways it keeps them in. */
final class Links {
    private static final int BY_NAME = 5;
    private static final int BY_HASH_OF_NAME = 8;

    private Links() {}

    /** All links by name, in the order of their names' bytes. */
    static Map<String, Link> read(Source source, ObjectHeader header) {
        List<Link> links = new ArrayList<>();
        @Nullable ByteBuffer table = header.one(ObjectHeader.SYMBOL_TABLE);
        if (table != null) {
            links.addAll(SymbolTable.read(source, table));
        }
        for (ByteBuffer b : header.all(ObjectHeader.LINK)) {
            links.add(Link.read(b));
        }
        @Nullable ByteBuffer info = header.one(ObjectHeader.LINK_INFO);
        if (info != null) {
            int skip = (info.get(1) & 1) != 0 ? 8 : 0;
            for (ByteBuffer b : dense(source, info, 2 + skip, BY_NAME, 4, 7)) {
                links.add(Link.read(b));
            }
        }
        links.sort((a, b) -> compare(a.name(), b.name()));
        Map<String, Link> byName = new LinkedHashMap<>();
        for (Link l : links) {
            if (l.name().isEmpty() || byName.put(l.name(), l) != null) {
                throw new Damage("it holds "
                        + (l.name().isEmpty() ? "a name of no letters" : "\"" + l.name() + "\" twice") + ".");
            }
        }
        return byName;
    }

    /** The order of the bytes in UTF-8, which is that of the code points. */
    private static int compare(String a, String b) {
        int n = Math.min(a.length(), b.length());
        for (int i = 0; i < n; i++) {
            if (a.charAt(i) != b.charAt(i)) {
                return Integer.compare(a.codePointAt(i), b.codePointAt(i));
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /** The attribute messages that do not stand in the header itself. */
    static List<ByteBuffer> denseAttributes(Source source, ByteBuffer info) {
        int skip = (info.get(1) & 1) != 0 ? 2 : 0;
        return dense(source, info, 2 + skip, BY_HASH_OF_NAME, 0, 8);
    }

    /** Objects of a heap that a tree lists. */
    private static List<ByteBuffer> dense(Source source, ByteBuffer info, int at, int tree, int idAt, int idBytes) {
        long heap = info.getLong(at);
        if (heap == Bytes.UNDEFINED) {
            return List.of();
        }
        source.claim(info.getLong(at + 8), "a tree of names");
        FractalHeap h = FractalHeap.open(source, heap);
        List<ByteBuffer> out = new ArrayList<>();
        for (ByteBuffer record : TreeV2.records(source, info.getLong(at + 8), tree)) {
            boolean shared = tree == BY_HASH_OF_NAME && (record.get(8) & 2) != 0;
            if (shared) {
                throw new Damage("an attribute is kept in a table of shared messages, which Kerata does not read."
                        + " Copy the file with h5repack.");
            }
            out.add(h.get(record.slice(idAt, idBytes)));
        }
        return out;
    }
}
