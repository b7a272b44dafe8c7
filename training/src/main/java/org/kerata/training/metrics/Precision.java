package org.kerata.training.metrics;

import org.kerata.autodiff.Tensor;

/** The share of true positives among what is predicted to be positive. Keras: {@code keras.metrics.Precision}. */
public final class Precision extends PrecisionRecall<Precision> {
    /** Named {@code "precision"}, with the threshold 0.5. */
    public Precision() {
        super("precision", "false_positives");
    }

    @Override
    Tensor others(Confusion.Counts counts) {
        return counts.fp();
    }
}
