package org.kerata.training.metrics;

import org.kerata.autodiff.Tensor;
import org.kerata.training.internal.Aligned;

/** How often predictions equal targets. Keras: {@code keras.metrics.Accuracy}. */
public final class Accuracy extends MeanMetric<Accuracy> {
    /** Named {@code "accuracy"}. */
    public Accuracy() {
        super("accuracy", Direction.UP);
    }

    @Override
    protected Tensor values(Tensor y, Tensor p) {
        Aligned a = Aligned.exactly("accuracy", y, p);
        return a.y().cast(p.dtype()).equal(a.p());
    }
}
