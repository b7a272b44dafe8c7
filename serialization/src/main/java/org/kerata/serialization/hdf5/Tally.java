package org.kerata.serialization.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * The checksum (CRC-32) of a file whose parts are read in any order: each part is counted while it is in the processor's caches, and what
 * nobody asked for is read at the end.
 */
final class Tally {
    /** Shorter parts are cheaper to read again than to remember. */
    private static final int SHORTEST = 1 << 15;

    private static final int PIECE = 1 << 18;

    /** The generator polynomial, lowest power in the highest bit. */
    private static final int POLYNOMIAL = 0xEDB88320;

    /** x to the powers of two, modulo the polynomial. */
    private static final int[] POWERS = powers();

    private final TreeMap<Long, Part> parts = new TreeMap<>();

    private record Part(long length, int crc) {}

    /** Reads bytes of the file. */
    interface Reader {
        void fill(long at, ByteBuffer to) throws IOException;
    }

    /** Counts bytes that were read. */
    void add(long at, ByteBuffer bytes) {
        int length = bytes.remaining();
        if (length < SHORTEST) {
            return;
        }
        CRC32 crc = new CRC32();
        crc.update(bytes);
        synchronized (this) {
            Map.Entry<Long, Part> before = parts.floorEntry(at);
            Long after = parts.ceilingKey(at);
            if ((before == null || before.getKey() + before.getValue().length <= at)
                    && (after == null || at + length <= after)) {
                parts.put(at, new Part(length, (int) crc.getValue()));
            }
        }
    }

    /** The checksum of the whole file; what has not been counted is read. */
    synchronized long crc32(long size, Reader reader) throws IOException {
        int crc = 0;
        long at = 0;
        for (Map.Entry<Long, Part> e : parts.entrySet()) {
            crc = gap(crc, at, e.getKey(), reader);
            crc = joined(crc, e.getValue().crc, e.getValue().length);
            at = e.getKey() + e.getValue().length;
        }
        return gap(crc, at, size, reader) & 0xFFFFFFFFL;
    }

    private static int gap(int crc, long from, long to, Reader reader) throws IOException {
        int out = crc;
        ByteBuffer piece = ByteBuffer.allocateDirect((int) Math.min(PIECE, to - from));
        for (long at = from; at < to; at += piece.limit()) {
            piece.clear().limit((int) Math.min(piece.capacity(), to - at));
            reader.fill(at, piece);
            CRC32 c = new CRC32();
            c.update(piece.flip());
            out = joined(out, (int) c.getValue(), piece.limit());
        }
        return out;
    }

    /**
     * The checksum of two stretches, the second one of a length in bytes. A checksum is a polynomial over the field of two elements; bytes
     * that follow multiply it by a power of x.
     */
    private static int joined(int first, int second, long length) {
        int power = 1 << 31;
        int k = 3; // eight bits to a byte
        for (long n = length; n != 0; n >>>= 1) {
            if ((n & 1) != 0) {
                power = product(POWERS[k & 31], power);
            }
            k++;
        }
        return product(power, first) ^ second;
    }

    private static int[] powers() {
        int[] out = new int[32];
        out[0] = 1 << 30;
        for (int i = 1; i < out.length; i++) {
            out[i] = product(out[i - 1], out[i - 1]);
        }
        return out;
    }

    /** The product of two polynomials, modulo the generator. */
    private static int product(int a, int b) {
        int sum = 0;
        int shifted = b;
        for (int bit = 1 << 31; bit != 0; bit >>>= 1) {
            if ((a & bit) != 0) {
                sum ^= shifted;
            }
            shifted = (shifted & 1) != 0 ? (shifted >>> 1) ^ POLYNOMIAL : shifted >>> 1;
        }
        return sum;
    }
}
