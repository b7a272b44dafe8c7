package org.kerata.training.metrics;

import org.kerata.autodiff.Tensor;
import org.kerata.training.losses.Losses;

/** The mean of {@code p - y · log(p)}: how unlikely counts are where rates are predicted. Keras: {@code keras.metrics.Poisson}. */
public final class Poisson extends MeanMetric<Poisson> {
    /** Named {@code "poisson"}. */
    public Poisson() {
        super("poisson", Direction.DOWN);
    }

    @Override
    protected Tensor values(Tensor y, Tensor p) {
        return Losses.poisson(y, p);
    }
}
