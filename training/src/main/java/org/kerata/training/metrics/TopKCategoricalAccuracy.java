package org.kerata.training.metrics;

import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.training.internal.Aligned;

/** How often the largest target is among the k largest predictions. Keras: {@code keras.metrics.TopKCategoricalAccuracy}. */
public final class TopKCategoricalAccuracy extends MeanMetric<TopKCategoricalAccuracy> {
    private final Option<Integer> k = option("k", Kind.positiveInteger(), 5);

    /** Named {@code "top_k_categorical_accuracy"}, with k = 5. */
    public TopKCategoricalAccuracy() {
        super("top_k_categorical_accuracy", Direction.UP);
    }

    /** How many of the largest predictions are looked at; 5 by default. */
    public TopKCategoricalAccuracy k(int k) {
        return with(this.k, k);
    }

    @Override
    protected Tensor values(Tensor y, Tensor p) {
        Aligned a = Aligned.exactly("top_k_categorical_accuracy", y, p);
        return SparseTopKCategoricalAccuracy.inTop(k.get(), a.y().argMax(-1), a.p());
    }
}
