package org.kerata.training.metrics;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;

/** The mean of what is {@linkplain #record recorded}; as a metric of a model, of its predictions. Keras: {@code keras.metrics.Mean}. */
public final class Mean extends MeanMetric<Mean> {
    /** Named {@code "mean"}. */
    public Mean() {
        super("mean", Direction.UNKNOWN);
    }

    /** Adds values, a number or {@code (batch, …)}. */
    public void record(Tensor values) {
        add(values, null, null);
    }

    /** Adds values with a weight for each. */
    public void record(Tensor values, @Nullable Tensor weight) {
        add(values, weight, null);
    }

    @Override
    protected Tensor values(Tensor y, Tensor p) {
        return p;
    }
}
