package org.kerata.training.metrics;

import org.kerata.autodiff.Tensor;
import org.kerata.training.losses.Losses;

/** The mean absolute error in percent of the targets. Keras: {@code keras.metrics.MeanAbsolutePercentageError}. */
public final class MeanAbsolutePercentageError extends MeanMetric<MeanAbsolutePercentageError> {
    /** Named {@code "mean_absolute_percentage_error"}. */
    public MeanAbsolutePercentageError() {
        super("mean_absolute_percentage_error", Direction.DOWN);
    }

    @Override
    protected Tensor values(Tensor y, Tensor p) {
        return Losses.meanAbsolutePercentageError(y, p);
    }
}
