package org.kerata.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Tensor;
import org.kerata.training.callbacks.Callback;
import org.kerata.training.data.Columns;

/** How to evaluate. The arguments of Keras's {@code Model.evaluate}. */
public final class Evaluate {
    private int batchSize;
    private int verbose = 1;
    private int steps = -1;
    private @Nullable Columns sampleWeight;
    private boolean allowNonFinite;
    private final List<Callback> callbacks = new ArrayList<>();

    /** In batches of 32. */
    public Evaluate() {}

    /** Samples in a batch; 32 by default. Not with a {@link org.kerata.training.data.Dataset}, which has batches. */
    public Evaluate batchSize(int batchSize) {
        if (batchSize < 1) {
            throw new ConfigException("evaluate: batchSize must be at least 1. Received: " + batchSize + ".");
        }
        this.batchSize = batchSize;
        return this;
    }

    /** 0 for silence, 1 (the default) for a progress bar, 2 for a line. */
    public Evaluate verbose(int verbose) {
        if (verbose < 0 || verbose > 2) {
            throw new ConfigException("evaluate: verbose must be 0, 1 or 2. Received: " + verbose + ".");
        }
        this.verbose = verbose;
        return this;
    }

    /** How many batches are used; all by default. */
    public Evaluate steps(int steps) {
        if (steps < 1) {
            throw new ConfigException("evaluate: steps must be at least 1. Received: " + steps + ".");
        }
        this.steps = steps;
        return this;
    }

    /** What each sample counts: {@code (samples)}, or {@code (samples, steps)}. */
    public Evaluate sampleWeight(Tensor weights) {
        this.sampleWeight = Columns.of(weights);
        return this;
    }

    /** What each sample counts for an output, by the output's name. */
    public Evaluate sampleWeight(Map<String, ? extends Tensor> weights) {
        this.sampleWeight = Columns.of(weights);
        return this;
    }

    /** Whether infinite numbers and NaN may stand in the data; false by default, and then they are refused. */
    public Evaluate allowNonFinite(boolean allow) {
        this.allowNonFinite = allow;
        return this;
    }

    /** What happens between the batches. */
    public Evaluate callbacks(Callback... callbacks) {
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

    @Nullable
    Columns sampleWeight() {
        return sampleWeight;
    }

    boolean allowNonFinite() {
        return allowNonFinite;
    }

    List<Callback> callbacks() {
        return callbacks;
    }
}
