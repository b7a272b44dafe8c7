package org.kerata.training.metrics;

import org.kerata.autodiff.Tensor;

/** The best precision at a recall of at least so much. Keras: {@code keras.metrics.PrecisionAtRecall}. */
public final class PrecisionAtRecall extends BestAt<PrecisionAtRecall> {
    PrecisionAtRecall() {
        super("precision_at_recall", "recall");
    }

    /** Named {@code "precision_at_recall"}, with 200 thresholds, for a recall from 0 to 1. */
    public PrecisionAtRecall(double recall) {
        this();
        least(recall);
    }

    @Override
    Tensor held(ConfusionTotals t) {
        return t.recall();
    }

    @Override
    Tensor wanted(ConfusionTotals t) {
        return t.precision();
    }
}
