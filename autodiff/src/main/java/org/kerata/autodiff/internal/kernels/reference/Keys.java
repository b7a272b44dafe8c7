package org.kerata.autodiff.internal.kernels.reference;

import org.kerata.autodiff.internal.kernels.Host;

/** Elements of any type as whole numbers in the same order. */
final class Keys {
    /** The key of NaN, above those of all numbers. */
    static final long NAN = of(Double.NaN);

    private Keys() {}

    /** A number's key: -0 has that of 0. */
    static long of(double v) {
        long bits = Double.doubleToLongBits(v + 0.0);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    /** An element's key. */
    static long of(Host x, int i) {
        return x.dtype.isFloating() ? of(x.d[i]) : x.l[i];
    }

    /** Whether an element is NaN. */
    static boolean isNan(Host x, int i) {
        return x.dtype.isFloating() && Double.isNaN(x.d[i]);
    }

    /** The keys of all elements. */
    static long[] of(Host x) {
        long[] keys = new long[x.size];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = of(x, i);
        }
        return keys;
    }

    /** The first place in ascending keys whose key is not below this one, or for {@code right}, is above it. */
    static int place(long[] ascending, long key, boolean right) {
        int lo = 0;
        int hi = ascending.length;
        while (lo < hi) {
            int middle = (lo + hi) >>> 1;
            if (ascending[middle] < key || (right && ascending[middle] == key)) {
                lo = middle + 1;
            } else {
                hi = middle;
            }
        }
        return lo;
    }
}
