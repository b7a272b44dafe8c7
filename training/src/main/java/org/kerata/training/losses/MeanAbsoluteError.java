package org.kerata.training.losses;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/**
 * The mean of the absolute errors over the last axis.
 *
 * <p>Targets and predictions {@code (batch, …, d)}, values {@code (batch, …)}. Keras: {@code keras.losses.MeanAbsoluteError}.
 */
public final class MeanAbsoluteError extends AlignedLoss<MeanAbsoluteError> {
    /** With the reduction {@code "sum_over_batch_size"}. */
    public MeanAbsoluteError() {
        super("mean_absolute_error");
    }

    @Override
    Tensor compare(Tensor y, Tensor p) {
        return Ops.abs(y.minus(p)).mean(-1);
    }
}
