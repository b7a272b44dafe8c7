package org.kerata.layers.preprocessing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The 64-bit fingerprint of FarmHash (Pike and Alakuijala, 2014, the variant "na"), by which Keras chooses among the unknown indices. */
final class FarmHash {
    private static final long K0 = 0xc3a5c85c97cb3127L;
    private static final long K1 = 0xb492b66fbe98f273L;
    private static final long K2 = 0x9ae16a3b2f90404fL;

    private final ByteBuffer s;
    private final int length;

    private FarmHash(byte[] bytes) {
        this.s = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.length = bytes.length;
    }

    /** The fingerprint; to be read as unsigned. */
    static long of(byte[] bytes) {
        FarmHash h = new FarmHash(bytes);
        if (bytes.length <= 16) {
            return h.upTo16();
        }
        return bytes.length <= 32 ? h.upTo32() : bytes.length <= 64 ? h.upTo64() : h.any();
    }

    private long word(int at) {
        return s.getLong(at);
    }

    private static long rotate(long x, int by) {
        return Long.rotateRight(x, by);
    }

    private static long shiftMix(long x) {
        return x ^ (x >>> 47);
    }

    private static long mix(long u, long v, long mul) {
        long a = shiftMix((u ^ v) * mul);
        return shiftMix((v ^ a) * mul) * mul;
    }

    private long upTo16() {
        if (length >= 8) {
            long mul = K2 + length * 2L;
            long a = word(0) + K2;
            long b = word(length - 8);
            return mix(rotate(b, 37) * mul + a, (rotate(a, 25) + b) * mul, mul);
        }
        if (length >= 4) {
            long mul = K2 + length * 2L;
            long a = s.getInt(0) & 0xffffffffL;
            return mix(length + (a << 3), s.getInt(length - 4) & 0xffffffffL, mul);
        }
        if (length > 0) {
            int y = (s.get(0) & 0xff) + ((s.get(length >> 1) & 0xff) << 8);
            int z = length + ((s.get(length - 1) & 0xff) << 2);
            return shiftMix(y * K2 ^ z * K0) * K2;
        }
        return K2;
    }

    private long upTo32() {
        long mul = K2 + length * 2L;
        long a = word(0) * K1;
        long b = word(8);
        long c = word(length - 8) * mul;
        long d = word(length - 16) * K2;
        return mix(rotate(a + b, 43) + rotate(c, 30) + d, a + rotate(b + K2, 18) + c, mul);
    }

    private long upTo64() {
        long mul = K2 + length * 2L;
        long a = word(0) * K2;
        long b = word(8);
        long c = word(length - 8) * mul;
        long d = word(length - 16) * K2;
        long y = rotate(a + b, 43) + rotate(c, 30) + d;
        long z = mix(y, a + rotate(b + K2, 18) + c, mul);
        long e = word(16) * mul;
        long f = word(24);
        long g = (y + word(length - 32)) * mul;
        long h = (z + word(length - 24)) * mul;
        return mix(rotate(e + f, 43) + rotate(g, 30) + h, e + rotate(f + a, 18) + g, mul);
    }

    /** Two numbers in place of four words and two seeds. */
    private void weak(long[] pair, int at, long first, long second) {
        long z = word(at + 24);
        long a = first + word(at);
        long b = rotate(second + a + z, 21);
        long c = a;
        a += word(at + 8) + word(at + 16);
        b += rotate(a, 44);
        pair[0] = a + z;
        pair[1] = b + c;
    }

    private long any() {
        long seed = 81;
        long x = seed;
        long y = seed * K1 + 113;
        long z = shiftMix(y * K2 + 113) * K2;
        long[] v = new long[2];
        long[] w = new long[2];
        x = x * K2 + word(0);
        int end = (length - 1) / 64 * 64;
        for (int at = 0; at < end; at += 64) {
            x = rotate(x + y + v[0] + word(at + 8), 37) * K1;
            y = rotate(y + v[1] + word(at + 48), 42) * K1;
            x ^= w[1];
            y += v[0] + word(at + 40);
            z = rotate(z + w[0], 33) * K1;
            weak(v, at, v[1] * K1, x + w[0]);
            weak(w, at + 32, z + w[1], y + word(at + 16));
            long swap = z;
            z = x;
            x = swap;
        }
        long mul = K1 + ((z & 0xff) << 1);
        int at = length - 64;
        w[0] += (length - 1) & 63;
        v[0] += w[0];
        w[0] += v[0];
        x = rotate(x + y + v[0] + word(at + 8), 37) * mul;
        y = rotate(y + v[1] + word(at + 48), 42) * mul;
        x ^= w[1] * 9;
        y += v[0] * 9 + word(at + 40);
        z = rotate(z + w[0], 33) * mul;
        weak(v, at, v[1] * mul, x + w[0]);
        weak(w, at + 32, z + w[1], y + word(at + 16));
        return mix(mix(v[0], w[0], mul) + shiftMix(y) * K0 + x, mix(v[1], w[1], mul) + z, mul);
    }
}
