package org.kerata.training.metrics;

import org.kerata.autodiff.Tensor;
import org.kerata.training.losses.Losses;

/** The mean absolute error. Keras: {@code keras.metrics.MeanAbsoluteError}. */
public final class MeanAbsoluteError extends MeanMetric<MeanAbsoluteError> {
    /** Named {@code "mean_absolute_error"}. */
    public MeanAbsoluteError() {
        super("mean_absolute_error", Direction.DOWN);
    }

    @Override
    protected Tensor values(Tensor y, Tensor p) {
        return Losses.meanAbsoluteError(y, p);
    }
}
