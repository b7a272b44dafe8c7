package org.kerata.training.losses;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/**
 * The mean of the squared errors over the last axis.
 *
 * <p>Targets and predictions {@code (batch, …, d)}, values {@code (batch, …)}. Keras: {@code keras.losses.MeanSquaredError}.
 */
public final class MeanSquaredError extends AlignedLoss<MeanSquaredError> {
    /** With the reduction {@code "sum_over_batch_size"}. */
    public MeanSquaredError() {
        super("mean_squared_error");
    }

    @Override
    Tensor compare(Tensor y, Tensor p) {
        return Ops.square(y.minus(p)).mean(-1);
    }
}
