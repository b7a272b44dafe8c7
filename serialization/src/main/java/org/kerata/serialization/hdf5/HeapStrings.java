package org.kerata.serialization.hdf5;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Strings of variable length, which stand in collections ({@code GCOL}) all over a file. For one reading; keeps the last collections. */
final class HeapStrings {
    private static final int HEADER = 16;
    private static final int KEPT = 64;

    private final Source source;
    private final Allowance collectionBytes;
    private final Allowance stringBytes;
    private final Map<Long, Map<Integer, ByteBuffer>> collections = new LinkedHashMap<>(KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Map<Integer, ByteBuffer>> eldest) {
            return size() > KEPT;
        }
    };

    HeapStrings(Source source) {
        this.source = source;
        this.collectionBytes = Allowance.of(4, source.size());
        this.stringBytes = Allowance.of(1, source.size());
    }

    /** The strings that references of 16 bytes lead to. */
    List<String> read(ByteBuffer references) {
        List<String> out = new ArrayList<>();
        while (references.hasRemaining()) {
            long length = Integer.toUnsignedLong(references.getInt());
            long address = references.getLong();
            int index = references.getInt();
            out.add(length == 0 ? "" : string(address, index, length));
        }
        return out;
    }

    private String string(long address, int index, long length) {
        Map<Integer, ByteBuffer> collection = collections.get(address);
        if (collection == null) {
            collection = collection(address);
            collections.put(address, collection);
        }
        @Nullable ByteBuffer object = collection.get(index);
        if (object == null || length > object.limit()) {
            throw new Damage("a string of " + length + " bytes is not where it should be.");
        }
        stringBytes.spend(length);
        return Link.text(Link.untilZero(object.slice(0, (int) length)), "a string");
    }

    private Map<Integer, ByteBuffer> collection(long address) {
        ByteBuffer head = source.meta(address, HEADER, "a collection of strings", collectionBytes);
        long size = head.getLong(8);
        if (head.getInt(0) != ObjectHeader.signature("GCOL") || head.get(4) != 1 || size < HEADER) {
            throw new Damage("there is no collection of strings where it should be.");
        }
        ByteBuffer b = source.meta(address + HEADER, size - HEADER, "a collection of strings", collectionBytes);
        Map<Integer, ByteBuffer> objects = new HashMap<>();
        while (b.remaining() >= HEADER) {
            int index = Short.toUnsignedInt(b.getShort());
            b.position(b.position() + 6);
            long length = b.getLong();
            if (index == 0) {
                break;
            }
            if (length < 0 || length > b.remaining()) {
                throw new Damage("a string goes beyond the end of its collection.");
            }
            objects.put(index, b.slice(b.position(), (int) length));
            b.position((int) Math.min(b.position() + length + Bytes.padding(length), b.limit()));
        }
        return objects;
    }
}
