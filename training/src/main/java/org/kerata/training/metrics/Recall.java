package org.kerata.training.metrics;

import org.kerata.autodiff.Tensor;

/** The share of true positives among what is positive. Keras: {@code keras.metrics.Recall}. */
public final class Recall extends PrecisionRecall<Recall> {
    /** Named {@code "recall"}, with the threshold 0.5. */
    public Recall() {
        super("recall", "false_negatives");
    }

    @Override
    Tensor others(Confusion.Counts counts) {
        return counts.fn();
    }
}
