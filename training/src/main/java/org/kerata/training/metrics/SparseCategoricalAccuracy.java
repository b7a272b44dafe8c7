package org.kerata.training.metrics;

import org.kerata.autodiff.Tensor;
import org.kerata.training.internal.Labels;

/**
 * How often the largest prediction along the last axis is at the target: for class numbers. Keras: {@code
 * keras.metrics.SparseCategoricalAccuracy}.
 */
public final class SparseCategoricalAccuracy extends MeanMetric<SparseCategoricalAccuracy> {
    /** Named {@code "sparse_categorical_accuracy"}. */
    public SparseCategoricalAccuracy() {
        super("sparse_categorical_accuracy", Direction.UP);
    }

    @Override
    protected Tensor values(Tensor y, Tensor p) {
        Tensor labels = Labels.of("sparse_categorical_accuracy", y, p, -1);
        Tensor best = p.argMax(-1);
        return labels.cast(best.dtype()).equal(best);
    }
}
