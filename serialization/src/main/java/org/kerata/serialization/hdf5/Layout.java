package org.kerata.serialization.hdf5;

import java.nio.ByteBuffer;

/** Where a dataset's elements are. */
sealed interface Layout {
    /** In the object header itself. */
    record Compact(ByteBuffer bytes) implements Layout {}

    /** In one stretch of the file; nowhere yet if the address is undefined. */
    record Contiguous(long address, long bytes) implements Layout {}

    /** In blocks of one shape. */
    final class Chunked implements Layout {
        /** The shape of one block. */
        final int[] chunk;

        /** Which kind of index finds them. */
        final Index index;

        /** Where the index is. */
        final long address;

        /** What else the layout says of the index. */
        final ByteBuffer parameters;

        Chunked(int[] chunk, Index index, long address, ByteBuffer parameters) {
            this.chunk = chunk;
            this.index = index;
            this.address = address;
            this.parameters = parameters;
        }

        /** The bytes of one block. */
        long bytes(int each) {
            long n = each;
            for (int c : chunk) {
                n = Math.multiplyExact(n, c);
            }
            return n;
        }
    }

    /** How chunks are found. */
    enum Index {
        /** B-tree, first version. */
        TREE,
        /** There is only one. */
        SINGLE,
        /** They lie one after the other. */
        IMPLICIT,
        /** An array of as many places as there can be chunks. */
        FIXED_ARRAY,
        /** An array that grows. */
        EXTENSIBLE_ARRAY,
        /** B-tree, second version. */
        TREE_V2
    }

    /** A data layout message, for elements of a number of bytes. */
    static Layout read(ByteBuffer b, int rank, int each) {
        int version = b.get();
        if (version != 3 && version != 4) {
            throw new Damage("its layout has version " + version + "; versions 3 and 4 are known."
                    + " Copy the file with h5repack.");
        }
        int kind = b.get();
        return switch (kind) {
            case 0 -> {
                int length = Short.toUnsignedInt(b.getShort());
                yield new Compact(b.slice(b.position(), length));
            }
            case 1 -> new Contiguous(b.getLong(), b.getLong());
            case 2 -> version == 3 ? chunked(b, rank, each) : chunkedV4(b, rank, each);
            case 3 ->
                throw new Damage("it is a virtual dataset, whose elements are in other files; Kerata opens no other"
                        + " files than the one that it was given. Copy the elements into this file.");
            default -> throw new Damage("its layout is of kind " + kind + "; kinds 0 to 2 are known.");
        };
    }

    private static Chunked chunked(ByteBuffer b, int rank, int each) {
        int axes = b.get() & 0xFF;
        long address = b.getLong();
        return new Chunked(shape(b, axes, rank, each, 4), Index.TREE, address, b);
    }

    private static Chunked chunkedV4(ByteBuffer b, int rank, int each) {
        int flags = b.get();
        int axes = b.get() & 0xFF;
        int width = b.get();
        int[] chunk = shape(b, axes, rank, each, width);
        int type = b.get();
        if (type < 1 || type >= Index.values().length) {
            throw new Damage("its chunks are found in a way, " + type + ", that is not known.");
        }
        Index index = Index.values()[type];
        ByteBuffer parameters = b.slice().order(b.order());
        int skipped = switch (index) {
            case SINGLE -> (flags & 2) != 0 ? 12 : 0;
            case FIXED_ARRAY -> 1;
            case EXTENSIBLE_ARRAY -> 5;
            case TREE_V2 -> 6;
            case TREE, IMPLICIT -> 0;
        };
        parameters.limit(skipped);
        b.position(b.position() + skipped);
        return new Chunked(chunk, index, b.getLong(), parameters);
    }

    /** The lengths of a chunk's axes; behind them stands, as one axis more, the size of an element. */
    private static int[] shape(ByteBuffer b, int axes, int rank, int each, int width) {
        if (axes != rank + 1 || rank == 0 || width < 1 || width > 8) {
            throw new Damage("its chunks have " + (axes - 1) + " axes, it has " + rank + ".");
        }
        int[] chunk = new int[rank];
        for (int i = 0; i <= rank; i++) {
            long n = ObjectHeader.number(b, width);
            if (n < 1 || n > Integer.MAX_VALUE || (i == rank && n != each)) {
                throw new Damage("its chunks have the length " + n + " along axis " + i + ".");
            }
            if (i < rank) {
                chunk[i] = (int) n;
            }
        }
        return chunk;
    }
}
