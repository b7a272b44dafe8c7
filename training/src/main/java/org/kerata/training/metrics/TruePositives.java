package org.kerata.training.metrics;

import org.kerata.autodiff.Tensor;

/** How many positives are predicted to be positive. Keras: {@code keras.metrics.TruePositives}. */
public final class TruePositives extends ConfusionCount<TruePositives> {
    /** Named {@code "true_positives"}, with the threshold 0.5. */
    public TruePositives() {
        super("true_positives");
    }

    @Override
    Tensor count(Confusion.Counts counts) {
        return counts.tp();
    }
}
