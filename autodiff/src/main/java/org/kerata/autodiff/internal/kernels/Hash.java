package org.kerata.autodiff.internal.kernels;

/**
 * The source of all random numbers: word i of a draw is a function of seed, draw counter, salt and i alone, so any part of a draw can be
 * made by anyone in any order. Seed, counter, salt and the high half of i make two keys once; the low half of i then goes through a
 * multiply-add with the keys and two rounds of xorshift and multiply. The function is fixed for good by decision record 0002.
 */
public final class Hash {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final int FIRST = 0x21F0AAAD;
    private static final int SECOND = 0xD35A2D97;
    private static final float UNIT = 0x1p-24f;

    private Hash() {}

    /** The two keys for words {@code block · 2³²} and onwards: the offset in the high half, the odd stride in the low one. */
    public static long keys(long seed, long counter, int salt, int block) {
        long h = mixed(seed + GOLDEN);
        h = mixed((h ^ counter) + GOLDEN);
        h = mixed((h ^ (((long) block << 32) | (salt & 0xFFFFFFFFL))) + GOLDEN);
        return h | 1;
    }

    /** The offset of these keys, moved on by a number of words. */
    public static int offset(long keys, int base) {
        return (int) (keys >>> 32) + base * stride(keys);
    }

    /** The stride of these keys. */
    public static int stride(long keys) {
        return (int) keys;
    }

    /** A single word of a draw. */
    public static int word(long seed, long counter, int salt, long i) {
        long keys = keys(seed, counter, salt, (int) (i >>> 32));
        return finished(offset(keys, (int) i));
    }

    /**
     * The first n words after an {@linkplain #offset offset}.
     *
     * @param count 0, 1, 2, …; an array, because C2 does not vectorise a loop over its own index
     */
    public static void words(int[] count, int[] out, int n, int offset, int stride) {
        for (int i = 0; i < n; i++) {
            int x = count[i] * stride + offset;
            x = (x ^ (x >>> 16)) * FIRST;
            x = (x ^ (x >>> 15)) * SECOND;
            out[i] = x ^ (x >>> 15);
        }
    }

    /** The numbers in [0, 1) that n words stand for; a loop of its own, since making the words with it would not vectorise. */
    public static void uniforms(int[] words, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = (words[i] >>> 8) * UNIT;
        }
    }

    /** The number in [0, 1) that a word stands for. */
    public static float uniform(int word) {
        return (word >>> 8) * UNIT;
    }

    /** The integer in {@code 0 … range - 1} that a word stands for; range up to 2³². */
    public static long below(int word, long range) {
        return ((word & 0xFFFFFFFFL) * range) >>> 32;
    }

    private static int finished(int start) {
        int x = start;
        x = (x ^ (x >>> 16)) * FIRST;
        x = (x ^ (x >>> 15)) * SECOND;
        return x ^ (x >>> 15);
    }

    private static long mixed(long z) {
        long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        return x ^ (x >>> 31);
    }
}
