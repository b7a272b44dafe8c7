package org.kerata.training.metrics;

import org.kerata.autodiff.Tensor;
import org.kerata.training.internal.Aligned;

/** How often the largest prediction is at the largest target, along the last axis: for one-hot targets. Keras: {@code keras.metrics.CategoricalAccuracy}. */
public final class CategoricalAccuracy extends MeanMetric<CategoricalAccuracy> {
    /** Named {@code "categorical_accuracy"}. */
    public CategoricalAccuracy() {
        super("categorical_accuracy", Direction.UP);
    }

    @Override
    protected Tensor values(Tensor y, Tensor p) {
        Aligned a = Aligned.exactly("categorical_accuracy", y, p);
        return a.y().argMax(-1).equal(a.p().argMax(-1));
    }
}
