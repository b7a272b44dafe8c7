package org.kerata.training.losses;

import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * The cross-entropy of one-hot (or otherwise distributed) targets and predicted probabilities. Where the predictions come straight from a
 * softmax, the loss is computed from its input.
 *
 * <p>Targets and predictions {@code (batch, …, classes)}, values {@code (batch, …)}. Keras: {@code keras.losses.CategoricalCrossentropy}.
 */
public final class CategoricalCrossentropy extends FluentLoss<CategoricalCrossentropy> {
    private final Option<Boolean> fromLogits = option("from_logits", BOOL, false);
    private final Option<Double> labelSmoothing =
            option("label_smoothing", Kind.real("between 0 and 1", d -> d >= 0 && d <= 1), 0.0);
    private final Option<Integer> axis = option("axis", INT, -1);

    /** From probabilities, without label smoothing. */
    public CategoricalCrossentropy() {
        super("categorical_crossentropy");
    }

    /** Whether predictions are logits, not probabilities; false by default. */
    public CategoricalCrossentropy fromLogits(boolean fromLogits) {
        return with(this.fromLogits, fromLogits);
    }

    /** Spreads this share of the targets evenly over the classes, 0 to 1; 0 by default. */
    public CategoricalCrossentropy labelSmoothing(double labelSmoothing) {
        return with(this.labelSmoothing, labelSmoothing);
    }

    /** The axis of the classes; the last by default. */
    public CategoricalCrossentropy axis(int axis) {
        return with(this.axis, axis);
    }

    @Override
    protected Tensor call(Tensor y, Tensor p) {
        return Losses.categoricalCrossentropy(y, p, fromLogits.get(), labelSmoothing.get(), axis.get());
    }
}
