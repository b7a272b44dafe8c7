package org.kerata.serialization.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A B-tree of the format's second version, from which all records are read. */
final class TreeV2 {
    private static final int MOST_LEVELS = 16;
    private static final int OVERHEAD = 10;

    private final Source source;
    private final int type;
    private final int nodeBytes;
    private final int recordBytes;
    private final int countBytes;
    private final int[] totalBytes;
    private final List<ByteBuffer> records = new ArrayList<>();
    private final Set<Long> seen = new HashSet<>();

    private TreeV2(Source source, int type, ByteBuffer head) {
        this.source = source;
        this.type = type;
        this.nodeBytes = head.getInt(6);
        this.recordBytes = Short.toUnsignedInt(head.getShort(10));
        int depth = Short.toUnsignedInt(head.getShort(12));
        if (nodeBytes < 64 || recordBytes < 1 || recordBytes > nodeBytes - OVERHEAD || depth > MOST_LEVELS) {
            throw new Damage("a tree has nodes of " + nodeBytes + " bytes, records of " + recordBytes + ", and " + depth
                    + " levels.");
        }
        // How wide the numbers in inner nodes are follows from how many records could be below.
        long most = ((long) nodeBytes - OVERHEAD) / recordBytes;
        this.countBytes = width(most);
        this.totalBytes = new int[depth + 1];
        for (int level = 1; level <= depth; level++) {
            int pointer = 8 + countBytes + totalBytes[level - 1];
            long here = ((long) nodeBytes - (OVERHEAD + pointer)) / (recordBytes + pointer);
            most = Math.addExact(Math.multiplyExact(here + 1, most), here);
            totalBytes[level] = width(most);
        }
    }

    /** How many bytes an unsigned number of up to {@code limit} takes. */
    static int width(long limit) {
        return (63 - Long.numberOfLeadingZeros(Math.max(1, limit))) / 8 + 1;
    }

    /** All records of the tree whose header is at an address. */
    static List<ByteBuffer> records(Source source, long address, int type) {
        ByteBuffer head = source.meta(address, 38, "a tree");
        if (head.getInt(0) != ObjectHeader.signature("BTHD") || head.get(5) != type) {
            throw new Damage("there is no tree of type " + type + " where it should be.");
        }
        Checksum.check(head, "a tree's header");
        TreeV2 tree = new TreeV2(source, type, head);
        int depth = Short.toUnsignedInt(head.getShort(12));
        long total = head.getLong(26);
        if (head.getLong(16) != Bytes.UNDEFINED) {
            tree.node(head.getLong(16), Short.toUnsignedInt(head.getShort(24)), depth);
        }
        if (tree.records.size() != total) {
            throw new Damage("a tree says that it has " + total + " records, and has " + tree.records.size() + ".");
        }
        return tree.records;
    }

    private void node(long address, long count, int level) {
        if (!seen.add(address)) {
            throw new Damage("a tree leads back to itself.");
        }
        int pointer = level == 0 ? 0 : 8 + countBytes + totalBytes[level - 1];
        long used = OVERHEAD - 4 + count * recordBytes + (level == 0 ? 0 : (count + 1) * pointer);
        if (used + 4 > nodeBytes) {
            throw new Damage("a node of a tree has more records than fit into it.");
        }
        ByteBuffer b = source.meta(address, used + 4, "a tree");
        if (b.getInt(0) != ObjectHeader.signature(level == 0 ? "BTLF" : "BTIN") || b.get(5) != type) {
            throw new Damage("there is no node of a tree where it should be.");
        }
        Checksum.check(b, "a node of a tree");
        for (int i = 0; i < count; i++) {
            records.add(b.slice(OVERHEAD - 4 + i * recordBytes, recordBytes).order(ByteOrder.LITTLE_ENDIAN));
        }
        if (level > 0) {
            b.position((int) (OVERHEAD - 4 + count * recordBytes));
            for (int i = 0; i <= count; i++) {
                long child = b.getLong();
                long below = ObjectHeader.number(b, countBytes);
                ObjectHeader.number(b, totalBytes[level - 1]);
                node(child, below, level - 1);
            }
        }
    }
}
