package org.kerata.training.metrics;

import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.training.losses.Losses;

/** The mean cross-entropy of one-hot targets and predicted probabilities. Keras: {@code keras.metrics.CategoricalCrossentropy}. */
public final class CategoricalCrossentropy extends MeanMetric<CategoricalCrossentropy> {
    private final Option<Boolean> fromLogits = option("from_logits", BOOL, false);
    private final Option<Double> labelSmoothing =
            option("label_smoothing", Kind.real("between 0 and 1", d -> d >= 0 && d <= 1), 0.0);
    private final Option<Integer> axis = option("axis", INT, -1);

    /** Named {@code "categorical_crossentropy"}, from probabilities. */
    public CategoricalCrossentropy() {
        super("categorical_crossentropy", Direction.DOWN);
    }

    /** Whether predictions are logits, not probabilities; false by default. */
    public CategoricalCrossentropy fromLogits(boolean fromLogits) {
        return with(this.fromLogits, fromLogits);
    }

    /** Moves targets towards an even distribution by this share, 0 to 1; 0 by default. */
    public CategoricalCrossentropy labelSmoothing(double labelSmoothing) {
        return with(this.labelSmoothing, labelSmoothing);
    }

    /** The axis of the classes; the last by default. */
    public CategoricalCrossentropy axis(int axis) {
        return with(this.axis, axis);
    }

    @Override
    protected Tensor values(Tensor y, Tensor p) {
        return Losses.categoricalCrossentropy(y, p, fromLogits.get(), labelSmoothing.get(), axis.get());
    }
}
