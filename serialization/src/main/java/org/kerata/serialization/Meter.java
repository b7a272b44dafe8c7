package org.kerata.serialization;

import org.jspecify.annotations.Nullable;

/** Counts bytes and tells a {@link Progress}, not too often. */
final class Meter {
    private static final long STEP = 1 << 20;

    private final @Nullable Progress progress;
    private long total;
    private long done;
    private long told;
    private boolean waits;
    private @Nullable RuntimeException thrown;

    Meter(@Nullable Progress progress) {
        this.progress = progress;
    }

    /** Says that so many bytes more are to come. */
    void expect(long bytes) {
        total += bytes;
    }

    /** Counts bytes, which {@link #expect} has announced. */
    void add(long bytes) {
        done = Math.min(total, done + bytes);
        if (progress != null && done < total && done - told >= STEP) {
            told = done;
            report(progress);
        }
    }

    /** From now on nothing may interrupt the work: what a {@link Progress} throws waits until it is over. */
    void holdBack() {
        waits = true;
    }

    private void report(Progress to) {
        if (thrown != null) {
            return;
        }
        try {
            to.report(done, total);
        } catch (RuntimeException e) {
            if (!waits) {
                throw e;
            }
            thrown = e;
        }
    }

    /** The work is over, though not every byte may have been needed. */
    void finish() {
        done = total;
        if (progress != null) {
            report(progress);
        }
        if (thrown != null) {
            throw thrown;
        }
    }
}
