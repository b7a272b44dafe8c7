package org.kerata.training.losses;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/**
 * How far the score of the true class is from being 1 above the best of the others, {@code max(1 + max((1 - y) · p) - Σ y · p, 0)}, for
 * one-hot targets.
 *
 * <p>Targets and predictions {@code (batch, …, classes)}, values {@code (batch, …)}. Keras: {@code keras.losses.CategoricalHinge}.
 */
public final class CategoricalHinge extends AlignedLoss<CategoricalHinge> {
    /** With the reduction {@code "sum_over_batch_size"}. */
    public CategoricalHinge() {
        super("categorical_hinge");
    }

    @Override
    Tensor compare(Tensor y, Tensor p) {
        Tensor truth = y.times(p).sum(-1);
        Tensor other = y.unaryMinus().plus(1).times(p).max(-1);
        return Ops.relu(other.minus(truth).plus(1));
    }
}
