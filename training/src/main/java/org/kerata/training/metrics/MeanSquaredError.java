package org.kerata.training.metrics;

import org.kerata.autodiff.Tensor;
import org.kerata.training.losses.Losses;

/** The mean squared error. Keras: {@code keras.metrics.MeanSquaredError}. */
public final class MeanSquaredError extends MeanMetric<MeanSquaredError> {
    /** Named {@code "mean_squared_error"}. */
    public MeanSquaredError() {
        super("mean_squared_error", Direction.DOWN);
    }

    @Override
    protected Tensor values(Tensor y, Tensor p) {
        return Losses.meanSquaredError(y, p);
    }
}
