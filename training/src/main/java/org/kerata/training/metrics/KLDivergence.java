package org.kerata.training.metrics;

import org.kerata.autodiff.Tensor;
import org.kerata.training.losses.Losses;

/** The mean Kullback-Leibler divergence of predicted distributions from the true ones. Keras: {@code keras.metrics.KLDivergence}. */
public final class KLDivergence extends MeanMetric<KLDivergence> {
    /** Named {@code "kl_divergence"}. */
    public KLDivergence() {
        super("kl_divergence", Direction.DOWN);
    }

    @Override
    protected Tensor values(Tensor y, Tensor p) {
        return Losses.klDivergence(y, p);
    }
}
