package org.kerata.serialization;

/** The members of a {@code .keras} file. */
final class Archive {
    static final String METADATA = "metadata.json";
    static final String CONFIG = "config.json";
    static final String WEIGHTS = "model.weights.h5";

    /** Ours alone. */
    static final String COUNTERS = "kerata.random.h5";

    private Archive() {}
}
