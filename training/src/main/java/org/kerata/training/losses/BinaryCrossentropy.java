package org.kerata.training.losses;

import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * The cross-entropy of targets between 0 and 1 and predicted probabilities, the mean over an axis. Where the predictions come straight
 * from a sigmoid, the loss is computed from its input, exact also where the probability rounds to 0 or 1.
 *
 * <p>Targets and predictions {@code (batch, …, d)}, values {@code (batch, …)}. Keras: {@code keras.losses.BinaryCrossentropy}.
 */
public final class BinaryCrossentropy extends FluentLoss<BinaryCrossentropy> {
    private final Option<Boolean> fromLogits = option("from_logits", BOOL, false);
    private final Option<Double> labelSmoothing =
            option("label_smoothing", Kind.real("between 0 and 1", d -> d >= 0 && d <= 1), 0.0);
    private final Option<Integer> axis = option("axis", INT, -1);

    /** From probabilities, without label smoothing. */
    public BinaryCrossentropy() {
        super("binary_crossentropy");
    }

    /** Whether predictions are logits, not probabilities; false by default. */
    public BinaryCrossentropy fromLogits(boolean fromLogits) {
        return with(this.fromLogits, fromLogits);
    }

    /** Moves targets towards one half by this share, 0 to 1; 0 by default. */
    public BinaryCrossentropy labelSmoothing(double labelSmoothing) {
        return with(this.labelSmoothing, labelSmoothing);
    }

    /** The axis of the mean; the last by default. */
    public BinaryCrossentropy axis(int axis) {
        return with(this.axis, axis);
    }

    @Override
    protected Tensor call(Tensor y, Tensor p) {
        return Losses.binaryCrossentropy(y, p, fromLogits.get(), labelSmoothing.get(), axis.get());
    }
}
