package org.kerata.serialization.hdf5;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the chunks of a dataset. */
final class ChunkIndex {
    private static final int MOST_LEVELS = 16;
    private static final int PLAIN = 10;
    private static final int FILTERED = 11;

    private final Source source;
    private final long[] shape;
    private final Layout.Chunked layout;
    private final boolean filtered;
    private final long chunkBytes;
    private final Allowance allowance;
    private final List<Chunk> chunks = new ArrayList<>();
    private final Set<Long> seen = new HashSet<>();
    private final Set<List<Long>> places = new HashSet<>();

    /** A block of elements. */
    static final class Chunk {
        /** Where it is stored. */
        final long address;

        /** Its bytes as stored, after the filters. */
        final long bytes;

        /** One bit for each filter that was not applied to it. */
        final int skipped;

        /** Its first element's place in the dataset. */
        final long[] at;

        Chunk(long address, long bytes, int skipped, long[] at) {
            this.address = address;
            this.bytes = bytes;
            this.skipped = skipped;
            this.at = at;
        }
    }

    private ChunkIndex(Source source, long[] shape, Layout.Chunked layout, boolean filtered, int each) {
        this.source = source;
        this.shape = shape;
        this.layout = layout;
        this.filtered = filtered;
        this.chunkBytes = layout.bytes(each);
        this.allowance = Allowance.of(2, source.size());
    }

    static List<Chunk> read(Source source, long[] shape, Layout.Chunked layout, boolean filtered, int each) {
        ChunkIndex index = new ChunkIndex(source, shape, layout, filtered, each);
        if (layout.address != Bytes.UNDEFINED) {
            switch (layout.index) {
                case TREE -> index.tree(layout.address, -1);
                case SINGLE -> index.single();
                case IMPLICIT -> index.implicit();
                case FIXED_ARRAY -> index.fixedArray();
                case TREE_V2 -> index.treeV2();
                case EXTENSIBLE_ARRAY ->
                    throw new Damage("its chunks are listed in an extensible array, which Kerata does not read."
                            + " Copy the file with h5repack.");
            }
        }
        return index.chunks;
    }

    private void add(long address, long bytes, int skipped, long[] at) {
        if (address == Bytes.UNDEFINED) {
            return;
        }
        List<Long> place = new ArrayList<>();
        for (int i = 0; i < at.length; i++) {
            place.add(at[i]);
            if (at[i] < 0 || at[i] % layout.chunk[i] != 0) {
                throw new Damage("a chunk begins at " + place + ", where none can.");
            }
            if (at[i] >= shape[i]) {
                return; // left over from when the dataset was larger
            }
        }
        if (!places.add(place)) {
            throw new Damage("there are two chunks for " + place + ".");
        }
        if (!source.holds(address, bytes) || (!filtered && bytes != chunkBytes)) {
            throw new Damage("a chunk should take " + bytes + " bytes from byte " + address + " on.");
        }
        chunks.add(new Chunk(address, bytes, skipped, at));
    }

    private void tree(long address, int expected) {
        if (!seen.add(address)) {
            throw new Damage("a tree of chunks leads back to itself.");
        }
        ByteBuffer head = source.meta(address, 24, "a tree of chunks", allowance);
        int level = head.get(5) & 0xFF;
        if (head.getInt(0) != ObjectHeader.signature("TREE") || head.get(4) != 1) {
            throw new Damage("there is no tree of chunks where it should be.");
        }
        if (expected >= 0 ? level != expected : level > MOST_LEVELS) {
            throw new Damage("a tree of chunks has a part of level " + level + " where it should not.");
        }
        int count = Short.toUnsignedInt(head.getShort(6));
        int entry = 8 + 8 * (shape.length + 1) + 8;
        ByteBuffer b = source.meta(address + 24, (long) count * entry, "a tree of chunks", allowance);
        for (int i = 0; i < count; i++) {
            long bytes = Integer.toUnsignedLong(b.getInt());
            int skipped = b.getInt();
            long[] at = new long[shape.length];
            for (int d = 0; d < at.length; d++) {
                at[d] = b.getLong();
            }
            b.getLong(); // along the element
            long child = b.getLong();
            if (level > 0) {
                tree(child, level - 1);
            } else {
                add(child, bytes, skipped, at);
            }
        }
    }

    private void single() {
        ByteBuffer p = layout.parameters;
        boolean sized = p.limit() == 12;
        long bytes = sized ? p.getLong(0) : chunkBytes;
        add(layout.address, bytes, sized ? p.getInt(8) : 0, new long[shape.length]);
    }

    private void implicit() {
        long n = count();
        for (long i = 0; i < n; i++) {
            allowance.spend(16);
            add(layout.address + i * chunkBytes, chunkBytes, 0, place(i));
        }
    }

    private void fixedArray() {
        ByteBuffer head = source.meta(layout.address, 28, "a list of chunks", allowance);
        Checksum.check(head, "a list of chunks");
        int width = head.get(6);
        long perPage = 1L << Math.min(head.get(7) & 0xFF, 62);
        long n = head.getLong(8);
        long block = head.getLong(16);
        if (head.getInt(0) != ObjectHeader.signature("FAHD") || n != count() || width < 8) {
            throw new Damage("there is no list of its " + count() + " chunks where it should be.");
        }
        if (block == Bytes.UNDEFINED) {
            return;
        }
        if (n <= perPage) {
            ByteBuffer b = source.meta(block, 14 + n * width + 4, "a list of chunks", allowance);
            Checksum.check(b, "a list of chunks");
            entries(b.position(14), 0, n, width);
            return;
        }
        long pages = (n + perPage - 1) / perPage;
        long map = (pages + 7) / 8;
        ByteBuffer b = source.meta(block, 14 + map + 4, "a list of chunks", allowance);
        Checksum.check(b, "a list of chunks");
        long at = block + 14 + map + 4;
        for (long page = 0; page < pages; page++) {
            long here = Math.min(perPage, n - page * perPage);
            if ((b.get((int) (14 + page / 8)) & 0x80 >> page % 8) != 0) {
                ByteBuffer p = source.meta(at, here * width + 4, "a list of chunks", allowance);
                Checksum.check(p, "a list of chunks");
                entries(p, page * perPage, here, width);
            }
            at += perPage * width + 4;
        }
    }

    private void entries(ByteBuffer b, long first, long n, int width) {
        for (long i = first; i < first + n; i++) {
            long address = b.getLong();
            long bytes = filtered ? ObjectHeader.number(b, width - 12) : chunkBytes;
            int skipped = filtered ? b.getInt() : 0;
            add(address, bytes, skipped, place(i));
        }
    }

    private void treeV2() {
        for (ByteBuffer b : TreeV2.records(source, layout.address, filtered ? FILTERED : PLAIN)) {
            long address = b.getLong();
            int width = b.remaining() - 8 * shape.length - 4;
            long bytes = filtered ? ObjectHeader.number(b, width) : chunkBytes;
            int skipped = filtered ? b.getInt() : 0;
            long[] at = new long[shape.length];
            for (int d = 0; d < at.length; d++) {
                at[d] = Math.multiplyExact(b.getLong(), (long) layout.chunk[d]);
            }
            add(address, bytes, skipped, at);
        }
    }

    /** How many chunks there can be. */
    private long count() {
        long n = 1;
        for (int d = 0; d < shape.length; d++) {
            n = Math.multiplyExact(n, along(d));
        }
        return n;
    }

    private long along(int d) {
        return (shape[d] + layout.chunk[d] - 1) / layout.chunk[d];
    }

    /** Where the chunk with a number in row-major order begins. */
    private long[] place(long number) {
        long[] at = new long[shape.length];
        long rest = number;
        for (int d = shape.length - 1; d >= 0; d--) {
            at[d] = rest % along(d) * layout.chunk[d];
            rest /= along(d);
        }
        return at;
    }
}
