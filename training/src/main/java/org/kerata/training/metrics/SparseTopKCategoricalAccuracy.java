package org.kerata.training.metrics;

import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.training.internal.Labels;

/** How often the target class is among the k largest predictions. Keras: {@code keras.metrics.SparseTopKCategoricalAccuracy}. */
public final class SparseTopKCategoricalAccuracy extends MeanMetric<SparseTopKCategoricalAccuracy> {
    private final Option<Integer> k = option("k", Kind.positiveInteger(), 5);

    /** Named {@code "sparse_top_k_categorical_accuracy"}, with k = 5. */
    public SparseTopKCategoricalAccuracy() {
        super("sparse_top_k_categorical_accuracy", Direction.UP);
    }

    /** How many of the largest predictions are looked at; 5 by default. */
    public SparseTopKCategoricalAccuracy k(int k) {
        return with(this.k, k);
    }

    @Override
    protected Tensor values(Tensor y, Tensor p) {
        return inTop(k.get(), Labels.of("sparse_top_k_categorical_accuracy", y, p, -1), p);
    }

    /** Whether fewer than k predictions are larger than that of the label. */
    static Tensor inTop(int k, Tensor labels, Tensor p) {
        Tensor chosen = Ops.takeAlongAxis(p, Ops.expandDims(labels, -1), -1);
        Tensor larger = p.greater(chosen).cast(DType.INT32).sum(-1);
        return larger.less(k);
    }
}
