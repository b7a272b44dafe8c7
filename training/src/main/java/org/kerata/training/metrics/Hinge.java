package org.kerata.training.metrics;

import org.kerata.autodiff.Tensor;
import org.kerata.training.losses.Losses;

/** The mean of {@code max(1 - y · p, 0)}, for targets -1 and 1, or 0 and 1 instead. Keras: {@code keras.metrics.Hinge}. */
public final class Hinge extends MeanMetric<Hinge> {
    /** Named {@code "hinge"}. */
    public Hinge() {
        super("hinge", Direction.DOWN);
    }

    @Override
    protected Tensor values(Tensor y, Tensor p) {
        return Losses.hinge(y, p);
    }
}
