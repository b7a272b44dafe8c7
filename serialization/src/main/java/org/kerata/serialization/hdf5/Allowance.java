package org.kerata.serialization.hdf5;

/**
 * How much a file may make its reader do. An honest file is read about once; one that leads in circles, or to the same part from
 * everywhere, runs out of its allowance and is refused.
 */
final class Allowance {
    private static final long LEAST = 1 << 20;

    private long left;

    private Allowance(long left) {
        this.left = left;
    }

    /** A multiple of a number of bytes, and at least a mebibyte. */
    static Allowance of(long times, long bytes) {
        return new Allowance(bytes > Long.MAX_VALUE / 2 / times ? Long.MAX_VALUE : LEAST + times * bytes);
    }

    /** Whether so much is left. */
    synchronized boolean covers(long amount) {
        return amount <= left;
    }

    /** Takes from what is left. */
    synchronized void spend(long amount) {
        left -= amount;
        if (left < 0) {
            throw new Damage("its parts refer to one another without end, or to the same bytes over and over.");
        }
    }
}
