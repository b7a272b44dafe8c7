package org.kerata.training.metrics;

import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.training.losses.Losses;

/** The mean cross-entropy of targets and predicted probabilities. Keras: {@code keras.metrics.BinaryCrossentropy}. */
public final class BinaryCrossentropy extends MeanMetric<BinaryCrossentropy> {
    private final Option<Boolean> fromLogits = option("from_logits", BOOL, false);
    private final Option<Double> labelSmoothing =
            option("label_smoothing", Kind.real("between 0 and 1", d -> d >= 0 && d <= 1), 0.0);

    /** Named {@code "binary_crossentropy"}, from probabilities. */
    public BinaryCrossentropy() {
        super("binary_crossentropy", Direction.DOWN);
    }

    /** Whether predictions are logits, not probabilities; false by default. */
    public BinaryCrossentropy fromLogits(boolean fromLogits) {
        return with(this.fromLogits, fromLogits);
    }

    /** Moves targets towards an even distribution by this share, 0 to 1; 0 by default. */
    public BinaryCrossentropy labelSmoothing(double labelSmoothing) {
        return with(this.labelSmoothing, labelSmoothing);
    }

    @Override
    protected Tensor values(Tensor y, Tensor p) {
        return Losses.binaryCrossentropy(y, p, fromLogits.get(), labelSmoothing.get(), -1);
    }
}
