package org.kerata.training.losses;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/**
 * The mean of {@code p - y · log(p + 1e-7)} over the last axis: how unlikely counts are where rates are predicted, but for a term of the
 * counts alone. Predictions must not be negative.
 *
 * <p>Targets and predictions {@code (batch, …, d)}, values {@code (batch, …)}. Keras: {@code keras.losses.Poisson}.
 */
public final class Poisson extends AlignedLoss<Poisson> {
    /** With the reduction {@code "sum_over_batch_size"}. */
    public Poisson() {
        super("poisson");
    }

    @Override
    Tensor compare(Tensor y, Tensor p) {
        return p.minus(y.times(Ops.log(p.plus(EPSILON)))).mean(-1);
    }
}
