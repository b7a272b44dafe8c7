package org.kerata.training.metrics;

import org.kerata.autodiff.Tensor;
import org.kerata.training.losses.Losses;

/** How far the score of the true class is from being 1 above the best of the others, for one-hot targets. Keras: {@code keras.metrics.CategoricalHinge}. */
public final class CategoricalHinge extends MeanMetric<CategoricalHinge> {
    /** Named {@code "categorical_hinge"}. */
    public CategoricalHinge() {
        super("categorical_hinge", Direction.DOWN);
    }

    @Override
    protected Tensor values(Tensor y, Tensor p) {
        return Losses.categoricalHinge(y, p);
    }
}
