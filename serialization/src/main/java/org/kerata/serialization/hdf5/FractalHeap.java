package org.kerata.serialization.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Where groups and objects of the format's newer versions keep many links and attributes, or large ones. Its address space is cut into
 * rows of blocks: the first two rows have blocks of the starting size, each further row twice as large ones.
 */
final class FractalHeap {
    private static final int HEADER = 146;
    private static final int MOST_LEVELS = 16;
    private static final int HUGE_OBJECTS = 1;

    private final Source source;
    private final long address;
    private final int offsetBytes;
    private final int lengthBytes;
    private final int width;
    private final long start;
    private final int directRows;
    private final long root;
    private final int rootRows;
    private final long hugeTree;

    private FractalHeap(Source source, long address, ByteBuffer b) {
        this.source = source;
        this.address = address;
        this.hugeTree = b.getLong(22);
        this.width = Short.toUnsignedInt(b.getShort(110));
        this.start = b.getLong(112);
        long largest = b.getLong(120);
        int bits = Short.toUnsignedInt(b.getShort(128));
        this.root = b.getLong(132);
        this.rootRows = Short.toUnsignedInt(b.getShort(140));
        boolean powers = Long.bitCount(start) == 1 && Long.bitCount(largest) == 1 && Integer.bitCount(width) == 1;
        if (!powers || start < 1 || largest < start || largest > 1 << 30 || bits < 1 || bits > 64) {
            throw new Damage("a heap has blocks of " + start + " to " + largest + " bytes, " + width + " in a row.");
        }
        if (b.getShort(7) != 0) {
            throw new Damage("a heap is compressed, which Kerata does not read. Copy the file with h5repack.");
        }
        this.offsetBytes = (bits + 7) / 8;
        this.lengthBytes = Math.min(TreeV2.width(largest), TreeV2.width(Integer.toUnsignedLong(b.getInt(10))));
        this.directRows = log2(largest) - log2(start) + 2;
    }

    static FractalHeap open(Source source, long address) {
        ByteBuffer b = source.meta(address, HEADER, "a heap");
        if (b.getInt(0) != ObjectHeader.signature("FRHP") || b.get(4) != 0) {
            throw new Damage("there is no heap where it should be.");
        }
        Checksum.check(b, "a heap's header");
        return new FractalHeap(source, address, b);
    }

    private static int log2(long n) {
        return 63 - Long.numberOfLeadingZeros(n);
    }

    /** An object by its identifier in the heap. */
    ByteBuffer get(ByteBuffer id) {
        int first = id.get();
        switch (first >> 4 & 3) {
            case 0 -> {
                long offset = ObjectHeader.number(id, offsetBytes);
                long length = ObjectHeader.number(id, lengthBytes);
                return managed(root, rootRows, 0, offset, length, 0);
            }
            case 1 -> {
                return huge(ObjectHeader.number(id, Math.min(8, id.remaining())));
            }
            default -> {
                int length = (first & 15) + 1;
                return id.slice(id.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            }
        }
    }

    private ByteBuffer managed(long block, int rows, long base, long offset, long length, int depth) {
        if (depth > MOST_LEVELS) {
            throw new Damage("a heap's blocks are nested too deeply.");
        }
        if (rows == 0) {
            check(block, "FHDB");
            return source.meta(block + (offset - base), length, "an object of a heap");
        }
        check(block, "FHIB");
        long pointers = block + 13 + offsetBytes;
        long at = base;
        for (int row = 0; row < rows; row++) {
            long each = row == 0 ? start : start << (row - 1);
            if (each <= 0 || each > Long.MAX_VALUE / 4 / width) {
                break;
            }
            if (offset < at + each * width) {
                int column = (int) ((offset - at) / each);
                long child = source.meta(pointers + 8L * ((long) row * width + column), 8, "a heap's block")
                        .getLong();
                int below = row < directRows ? 0 : log2(each) - log2(start * width) + 1;
                long begin = at + column * each;
                boolean beyond = below == 0 && offset + length > begin + each;
                if (beyond || below < 0) {
                    break;
                }
                return managed(child, below, begin, offset, length, depth + 1);
            }
            at += each * width;
        }
        throw new Damage("an object of a heap lies outside of the heap.");
    }

    private void check(long block, String signature) {
        ByteBuffer b = source.meta(block, 13, "a heap's block");
        if (b.getInt(0) != ObjectHeader.signature(signature) || b.getLong(5) != address) {
            throw new Damage("there is no block of a heap where it should be.");
        }
    }

    private ByteBuffer huge(long id) {
        @Nullable ByteBuffer found = null;
        for (ByteBuffer r : TreeV2.records(source, hugeTree, HUGE_OBJECTS)) {
            if (r.getLong(16) == id) {
                found = source.meta(r.getLong(0), r.getLong(8), "an object of a heap");
            }
        }
        if (found == null) {
            throw new Damage("a heap has no object " + id + ".");
        }
        return found;
    }
}
