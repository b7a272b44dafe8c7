package org.kerata.training.losses;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/**
 * The mean of {@code log(cosh(p - y))} over the last axis: about half the squared error where that is small, and the absolute error less
 * {@code log 2} where it is large.
 *
 * <p>Targets and predictions {@code (batch, …, d)}, values {@code (batch, …)}. Keras: {@code keras.losses.LogCosh}.
 */
public final class LogCosh extends AlignedLoss<LogCosh> {
    /** With the reduction {@code "sum_over_batch_size"}. */
    public LogCosh() {
        super("log_cosh");
    }

    @Override
    Tensor compare(Tensor y, Tensor p) {
        Tensor error = p.minus(y);
        return error.plus(Ops.softplus(error.times(-2))).minus(Math.log(2)).mean(-1);
    }
}
