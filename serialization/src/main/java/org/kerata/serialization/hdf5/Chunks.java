package org.kerata.serialization.hdf5;

import java.nio.ByteBuffer;
import java.util.List;

/** The chunks of a dataset, put together. */
final class Chunks {
    private final long[] shape;
    private final int[] chunk;
    private final int each;

    private Chunks(long[] shape, int[] chunk, int each) {
        this.shape = shape;
        this.chunk = chunk;
        this.each = each;
    }

    /** Finds the chunks of a dataset that claims to have a number of bytes, and refuses the claim if they cannot hold them. */
    static List<ChunkIndex.Chunk> find(
            Source source, long[] shape, int each, Layout.Chunked layout, Filters filters, long claimed) {
        List<ChunkIndex.Chunk> index = ChunkIndex.read(source, shape, layout, !filters.isEmpty(), each);
        if (!work(source, filters, index).covers(claimed)) {
            throw new Damage("it claims to take " + claimed + " bytes, more than its " + index.size()
                    + " stored chunks can hold.");
        }
        return index;
    }

    /** What can be unpacked from the chunks; what is stored nowhere may be as large as the file. */
    private static Allowance work(Source source, Filters filters, List<ChunkIndex.Chunk> index) {
        long stored = 0;
        for (ChunkIndex.Chunk c : index) {
            stored += c.bytes;
        }
        return Allowance.of(1, filters.most(Math.min(stored, source.size())) + source.size());
    }

    /** Writes all elements that are in chunks into a buffer that holds the fill value. */
    static void read(
            Source source,
            long[] shape,
            int each,
            Layout.Chunked layout,
            Filters filters,
            List<ChunkIndex.Chunk> index,
            ByteBuffer to) {
        Chunks parts = new Chunks(shape, layout.chunk, each);
        long bytes = layout.bytes(each);
        Allowance work = work(source, filters, index);
        for (ChunkIndex.Chunk c : index) {
            work.spend(bytes);
            if (bytes > filters.most(c.bytes) + 64) {
                throw new Damage("a chunk of " + bytes + " bytes cannot be stored in " + c.bytes + ".");
            }
            byte[] packed = new byte[Math.toIntExact(c.bytes)];
            source.read(c.address, ByteBuffer.wrap(packed), "a chunk");
            parts.put(filters.undo(packed, c.skipped, each, Math.toIntExact(bytes)), c.at, to);
        }
    }

    /** Copies that part of a chunk which lies within the dataset, row by row along the last axis. */
    private void put(byte[] from, long[] at, ByteBuffer to) {
        int rank = shape.length;
        int[] within = new int[rank];
        long rows = 1;
        for (int d = 0; d < rank; d++) {
            within[d] = (int) Math.min(chunk[d], shape[d] - at[d]);
            rows *= d < rank - 1 ? within[d] : 1;
        }
        int row = within[rank - 1] * each;
        int[] i = new int[rank];
        for (long r = 0; r < rows; r++) {
            long source = 0;
            long target = 0;
            for (int d = 0; d < rank; d++) {
                source = source * chunk[d] + i[d];
                target = target * shape[d] + at[d] + i[d];
            }
            to.put(Math.toIntExact(target * each), from, (int) (source * each), row);
            for (int d = rank - 2; d >= 0 && ++i[d] == within[d]; d--) {
                i[d] = 0;
            }
        }
    }
}
