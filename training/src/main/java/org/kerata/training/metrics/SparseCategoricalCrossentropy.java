package org.kerata.training.metrics;

import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;
import org.kerata.training.losses.Losses;

/** The mean cross-entropy of class numbers and predicted probabilities. Keras: {@code keras.metrics.SparseCategoricalCrossentropy}. */
public final class SparseCategoricalCrossentropy extends MeanMetric<SparseCategoricalCrossentropy> {
    private final Option<Boolean> fromLogits = option("from_logits", BOOL, false);
    private final Option<Integer> ignoreClass = optional("ignore_class", INT);
    private final Option<Integer> axis = option("axis", INT, -1);

    /** Named {@code "sparse_categorical_crossentropy"}, from probabilities. */
    public SparseCategoricalCrossentropy() {
        super("sparse_categorical_crossentropy", Direction.DOWN);
    }

    /** Whether predictions are logits, not probabilities; false by default. */
    public SparseCategoricalCrossentropy fromLogits(boolean fromLogits) {
        return with(this.fromLogits, fromLogits);
    }
    /** A label whose samples have the value 0; none by default. */
    public SparseCategoricalCrossentropy ignoreClass(int ignoreClass) {
        return with(this.ignoreClass, ignoreClass);
    }

    /** The axis of the classes; the last by default. */
    public SparseCategoricalCrossentropy axis(int axis) {
        return with(this.axis, axis);
    }

    @Override
    protected Tensor values(Tensor y, Tensor p) {
        return Losses.sparseCategoricalCrossentropy(y, p, fromLogits.get(), ignoreClass.orNull(), axis.get());
    }
}
