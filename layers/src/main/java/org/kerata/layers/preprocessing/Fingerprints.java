package org.kerata.layers.preprocessing;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/** Fingerprints of several things together, from a fingerprint of each: as TensorFlow joins them. Numbers are unsigned and wrap around. */
final class Fingerprints {
    private static final long FACTOR = 0xc6a4a7935bd1e995L;
    private static final int SHIFT = 47;

    private Fingerprints() {}

    /** Of two. */
    static long cat(long a, long b) {
        long result = a ^ FACTOR;
        result ^= mixed(b * FACTOR) * FACTOR;
        result *= FACTOR;
        return mixed(mixed(result) * FACTOR);
    }

    private static long mixed(long x) {
        return x ^ (x >>> SHIFT);
    }

    /** Of two, element by element; {@code int64}. */
    static Tensor cat(Tensor a, Tensor b) {
        Tensor factor = whole(FACTOR);
        Tensor of = Ops.bitwiseXor(
                        Ops.bitwiseXor(a, factor), mixed(b.times(factor)).times(factor))
                .times(factor);
        return mixed(mixed(of).times(factor));
    }

    private static Tensor mixed(Tensor x) {
        return Ops.bitwiseXor(x, shifted(x, SHIFT));
    }

    /** To the right, filled up with zeros. */
    private static Tensor shifted(Tensor x, int by) {
        return Ops.bitwiseAnd(Ops.rightShift(x, whole(by)), whole(-1L >>> by));
    }

    /** The remainder of unsigned numbers. */
    static Tensor bucket(Tensor x, int buckets) {
        Tensor n = whole(buckets);
        Tensor half = Ops.mod(shifted(x, 1), n);
        return Ops.mod(half.times(whole(2)).plus(Ops.bitwiseAnd(x, whole(1))), n);
    }

    private static Tensor whole(long value) {
        return Tensor.of(new long[] {value}).reshape();
    }
}
