package org.kerata.training.losses;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/**
 * The mean over the last axis of the squared differences of {@code log(1 + x)}: errors count by their ratio. What is below 1e-7 counts as
 * 1e-7.
 *
 * <p>Targets and predictions {@code (batch, …, d)}, values {@code (batch, …)}. Keras: {@code keras.losses.MeanSquaredLogarithmicError}.
 */
public final class MeanSquaredLogarithmicError extends AlignedLoss<MeanSquaredLogarithmicError> {
    /** With the reduction {@code "sum_over_batch_size"}. */
    public MeanSquaredLogarithmicError() {
        super("mean_squared_logarithmic_error");
    }

    @Override
    Tensor compare(Tensor y, Tensor p) {
        return Ops.square(logarithm(p).minus(logarithm(y))).mean(-1);
    }

    private static Tensor logarithm(Tensor x) {
        return Ops.log(Ops.maximum(x, Ops.fullLike(x, EPSILON)).plus(1));
    }
}
