package org.kerata.training.losses;

import org.kerata.autodiff.Tensor;

/**
 * The mean of the squared errors over the last axis.
 *
 * <p>Targets and predictions {@code (batch, …, d)}, values {@code (batch, …)}. Keras: {@code keras.losses.MeanSquaredError}.
 */
public final class MeanSquaredError extends FluentLoss<MeanSquaredError> {
    /** With the reduction {@code "sum_over_batch_size"}. */
    public MeanSquaredError() {
        super("mean_squared_error");
    }

    @Override
    protected Tensor call(Tensor y, Tensor p) {
        return Losses.meanSquaredError(y, p);
    }
}
