package org.kerata.training.metrics;

import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;
import org.kerata.training.internal.Aligned;

/** How often predictions are on the targets' side of a threshold. Keras: {@code keras.metrics.BinaryAccuracy}. */
public final class BinaryAccuracy extends MeanMetric<BinaryAccuracy> {
    private final Option<Double> threshold = option("threshold", DOUBLE, 0.5);

    /** Named {@code "binary_accuracy"}, with the threshold 0.5. */
    public BinaryAccuracy() {
        super("binary_accuracy", Direction.UP);
    }

    /** Above which a prediction counts as 1; 0.5 by default. */
    public BinaryAccuracy threshold(double threshold) {
        return with(this.threshold, threshold);
    }

    @Override
    protected Tensor values(Tensor y, Tensor p) {
        Aligned a = Aligned.exactly("binary_accuracy", y, p);
        return a.y().cast(p.dtype()).equal(a.p().greater(threshold.get()).cast(p.dtype()));
    }
}
