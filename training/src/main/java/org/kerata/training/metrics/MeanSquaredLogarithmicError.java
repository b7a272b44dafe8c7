package org.kerata.training.metrics;

import org.kerata.autodiff.Tensor;
import org.kerata.training.losses.Losses;

/** The mean squared difference of {@code log(1 + x)}. Keras: {@code keras.metrics.MeanSquaredLogarithmicError}. */
public final class MeanSquaredLogarithmicError extends MeanMetric<MeanSquaredLogarithmicError> {
    /** Named {@code "mean_squared_logarithmic_error"}. */
    public MeanSquaredLogarithmicError() {
        super("mean_squared_logarithmic_error", Direction.DOWN);
    }

    @Override
    protected Tensor values(Tensor y, Tensor p) {
        return Losses.meanSquaredLogarithmicError(y, p);
    }
}
