package org.kerata.serialization;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;

/** How a file is saved. */
public final class Save {
    private static final double GIGABYTE = 1L << 30;

    private long maxShardBytes;
    private @Nullable Progress progress;

    /** As Keras does: weights in one file. */
    public Save() {}

    /**
     * Spreads the weights over several files, none of which holds more than this, in gigabytes of 2³⁰ bytes. {@code saveWeights} then takes
     * the name of the map of them, {@code name.weights.json}, and makes {@code name_00000.weights.h5} and so on beside it. One file by
     * default. Keras: {@code max_shard_size}.
     */
    public Save maxShardSize(double gigabytes) {
        if (!(gigabytes > 0) || gigabytes * GIGABYTE > Long.MAX_VALUE) {
            throw new ConfigException("Save: maxShardSize must be above 0. Received: " + gigabytes + ".");
        }
        this.maxShardBytes = (long) (gigabytes * GIGABYTE);
        return this;
    }

    /** Who is told how far saving has come, for large files; nobody by default. */
    public Save progress(Progress progress) {
        this.progress = progress;
        return this;
    }

    /** The most bytes of a shard; 0 if there is to be one file. */
    long maxShardBytes() {
        return maxShardBytes;
    }

    @Nullable
    Progress progress() {
        return progress;
    }
}
