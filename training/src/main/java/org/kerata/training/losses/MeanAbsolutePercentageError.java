package org.kerata.training.losses;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/**
 * The mean over the last axis of the absolute errors in percent of the targets. A target of less than 1e-7 counts as 1e-7, so an error there
 * is huge: this loss is for targets far from 0.
 *
 * <p>Targets and predictions {@code (batch, …, d)}, values {@code (batch, …)}. Keras: {@code keras.losses.MeanAbsolutePercentageError}.
 */
public final class MeanAbsolutePercentageError extends AlignedLoss<MeanAbsolutePercentageError> {
    /** With the reduction {@code "sum_over_batch_size"}. */
    public MeanAbsolutePercentageError() {
        super("mean_absolute_percentage_error");
    }

    @Override
    Tensor compare(Tensor y, Tensor p) {
        Tensor size = Ops.abs(y);
        Tensor share = y.minus(p).div(Ops.maximum(size, Ops.fullLike(size, EPSILON)));
        return Ops.abs(share).mean(-1).times(100);
    }
}
