package org.kerata.training.losses;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/**
 * The mean of {@code max(1 - y · p, 0)²} over the last axis, for targets -1 and 1. If all targets of a batch are 0 and 1, they
 * stand for -1 and 1.
 *
 * <p>Targets and predictions {@code (batch, …, d)}, values {@code (batch, …)}. Keras: {@code keras.losses.SquaredHinge}.
 */
public final class SquaredHinge extends HingeLoss<SquaredHinge> {
    /** With the reduction {@code "sum_over_batch_size"}. */
    public SquaredHinge() {
        super("squared_hinge");
    }

    @Override
    Tensor compare(Tensor y, Tensor p) {
        return Ops.square(lacks(y, p)).mean(-1);
    }
}
