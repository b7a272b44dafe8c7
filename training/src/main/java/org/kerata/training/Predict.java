package org.kerata.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kerata.autodiff.ConfigException;
import org.kerata.training.callbacks.Callback;

/** How to predict. The arguments of Keras's {@code Model.predict}. */
public final class Predict {
    private int batchSize;
    private int verbose = 0;
    private int steps = -1;
    private final List<Callback> callbacks = new ArrayList<>();

    /** In batches of 32. */
    public Predict() {}

    /** Samples in a batch; 32 by default. Not with a {@link org.kerata.training.data.Dataset}, which has batches. */
    public Predict batchSize(int batchSize) {
        if (batchSize < 1) {
            throw new ConfigException("predict: batchSize must be at least 1. Received: " + batchSize + ".");
        }
        this.batchSize = batchSize;
        return this;
    }

    /** 0 (the default, unlike Keras: a server must not print) for silence, 1 for a progress bar, 2 for a line. */
    public Predict verbose(int verbose) {
        if (verbose < 0 || verbose > 2) {
            throw new ConfigException("predict: verbose must be 0, 1 or 2. Received: " + verbose + ".");
        }
        this.verbose = verbose;
        return this;
    }

    /** How many batches are used; all by default. */
    public Predict steps(int steps) {
        if (steps < 1) {
            throw new ConfigException("predict: steps must be at least 1. Received: " + steps + ".");
        }
        this.steps = steps;
        return this;
    }

    /** What happens between the batches. */
    public Predict callbacks(Callback... callbacks) {
        this.callbacks.addAll(Arrays.asList(callbacks));
        return this;
    }

    // ---- for the trainer ----

    /** 0 if none was given. */
    int batchSize() {
        return batchSize;
    }

    int verbose() {
        return verbose;
    }

    int steps() {
        return steps;
    }

    List<Callback> callbacks() {
        return callbacks;
    }
}
