package org.kerata.training.metrics;

import org.kerata.autodiff.Tensor;
import org.kerata.training.losses.Losses;

/** The mean of {@code max(1 - y · p, 0)²}, for targets -1 and 1, or 0 and 1 instead. Keras: {@code keras.metrics.SquaredHinge}. */
public final class SquaredHinge extends MeanMetric<SquaredHinge> {
    /** Named {@code "squared_hinge"}. */
    public SquaredHinge() {
        super("squared_hinge", Direction.DOWN);
    }

    @Override
    protected Tensor values(Tensor y, Tensor p) {
        return Losses.squaredHinge(y, p);
    }
}
