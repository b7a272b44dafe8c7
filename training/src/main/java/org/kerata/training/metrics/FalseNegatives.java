package org.kerata.training.metrics;

import org.kerata.autodiff.Tensor;

/** How many positives are predicted to be negative. Keras: {@code keras.metrics.FalseNegatives}. */
public final class FalseNegatives extends ConfusionCount<FalseNegatives> {
    /** Named {@code "false_negatives"}, with the threshold 0.5. */
    public FalseNegatives() {
        super("false_negatives");
    }

    @Override
    Tensor count(Confusion.Counts counts) {
        return counts.fn();
    }
}
