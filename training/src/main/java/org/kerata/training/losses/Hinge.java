package org.kerata.training.losses;

import org.kerata.autodiff.Tensor;

/**
 * The mean of {@code max(1 - y · p, 0)} over the last axis, for targets -1 and 1. If all targets of a batch are 0 and 1, they
 * stand for -1 and 1.
 *
 * <p>Targets and predictions {@code (batch, …, d)}, values {@code (batch, …)}. Keras: {@code keras.losses.Hinge}.
 */
public final class Hinge extends HingeLoss<Hinge> {
    /** With the reduction {@code "sum_over_batch_size"}. */
    public Hinge() {
        super("hinge");
    }

    @Override
    Tensor compare(Tensor y, Tensor p) {
        return lacks(y, p).mean(-1);
    }
}
