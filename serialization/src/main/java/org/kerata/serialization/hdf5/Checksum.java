package org.kerata.serialization.hdf5;

import java.nio.ByteBuffer;

/** The checksum of the format's newer parts: Bob Jenkins's hash "lookup3" over all bytes before it. */
final class Checksum {
    private Checksum() {}

    /** Compares the last four bytes of a block with the checksum of the others. */
    static void check(ByteBuffer block, String what) {
        int length = block.limit() - 4;
        if (of(block, length) != block.getInt(length)) {
            throw new Damage(what + " does not match its checksum.");
        }
    }

    static int of(ByteBuffer bytes, int length) {
        int a = 0xDEADBEEF + length;
        int b = a;
        int c = a;
        int at = 0;
        int left = length;
        while (left > 12) {
            a += bytes.getInt(at);
            b += bytes.getInt(at + 4);
            c += bytes.getInt(at + 8);
            a = (a - c) ^ Integer.rotateLeft(c, 4);
            c += b;
            b = (b - a) ^ Integer.rotateLeft(a, 6);
            a += c;
            c = (c - b) ^ Integer.rotateLeft(b, 8);
            b += a;
            a = (a - c) ^ Integer.rotateLeft(c, 16);
            c += b;
            b = (b - a) ^ Integer.rotateLeft(a, 19);
            a += c;
            c = (c - b) ^ Integer.rotateLeft(b, 4);
            b += a;
            at += 12;
            left -= 12;
        }
        if (left == 0) {
            return c;
        }
        a += word(bytes, at, left);
        b += word(bytes, at + 4, left - 4);
        c += word(bytes, at + 8, left - 8);
        c = (c ^ b) - Integer.rotateLeft(b, 14);
        a = (a ^ c) - Integer.rotateLeft(c, 11);
        b = (b ^ a) - Integer.rotateLeft(a, 25);
        c = (c ^ b) - Integer.rotateLeft(b, 16);
        a = (a ^ c) - Integer.rotateLeft(c, 4);
        b = (b ^ a) - Integer.rotateLeft(a, 14);
        return (c ^ b) - Integer.rotateLeft(b, 24);
    }

    /** Up to four bytes, those that are missing being zero. */
    private static int word(ByteBuffer bytes, int at, int left) {
        int w = 0;
        for (int i = 0; i < Math.min(left, 4); i++) {
            w |= (bytes.get(at + i) & 0xFF) << (8 * i);
        }
        return w;
    }
}
