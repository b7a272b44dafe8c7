package org.kerata.training.metrics;

import org.kerata.autodiff.Tensor;

/** How many negatives are predicted to be positive. Keras: {@code keras.metrics.FalsePositives}. */
public final class FalsePositives extends ConfusionCount<FalsePositives> {
    /** Named {@code "false_positives"}, with the threshold 0.5. */
    public FalsePositives() {
        super("false_positives");
    }

    @Override
    Tensor count(Confusion.Counts counts) {
        return counts.fp();
    }
}
