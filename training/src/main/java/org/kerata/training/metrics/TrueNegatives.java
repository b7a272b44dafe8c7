package org.kerata.training.metrics;

import org.kerata.autodiff.Tensor;

/** How many negatives are predicted to be negative. Keras: {@code keras.metrics.TrueNegatives}. */
public final class TrueNegatives extends ConfusionCount<TrueNegatives> {
    /** Named {@code "true_negatives"}, with the threshold 0.5. */
    public TrueNegatives() {
        super("true_negatives");
    }

    @Override
    Tensor count(Confusion.Counts counts) {
        return counts.tn();
    }
}
