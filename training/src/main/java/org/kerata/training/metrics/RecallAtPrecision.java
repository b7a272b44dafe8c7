package org.kerata.training.metrics;

import org.kerata.autodiff.Tensor;

/** The best recall at a precision of at least so much. Keras: {@code keras.metrics.RecallAtPrecision}. */
public final class RecallAtPrecision extends BestAt<RecallAtPrecision> {
    RecallAtPrecision() {
        super("recall_at_precision", "precision");
    }

    /** Named {@code "recall_at_precision"}, with 200 thresholds, for a precision from 0 to 1. */
    public RecallAtPrecision(double precision) {
        this();
        least(precision);
    }

    @Override
    Tensor held(ConfusionTotals t) {
        return t.precision();
    }

    @Override
    Tensor wanted(ConfusionTotals t) {
        return t.recall();
    }
}
