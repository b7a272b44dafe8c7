package org.kerata.training.losses;

import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.training.internal.Labels;

/**
 * A cross-entropy of distributions, from probabilities or logits.
 *
 * @param <L> the loss's own type
 */
abstract class CrossentropyLoss<L extends CrossentropyLoss<L>> extends AlignedLoss<L> {
    private final Option<Boolean> fromLogits = option("from_logits", BOOL, false);
    private final Option<Double> labelSmoothing =
            option("label_smoothing", Kind.real("between 0 and 1", d -> d >= 0 && d <= 1), 0.0);
    private final Option<Integer> axis = option("axis", INT, -1);

    CrossentropyLoss(String name) {
        super(name);
    }

    /** Whether predictions are logits, not probabilities; false by default. */
    public L fromLogits(boolean fromLogits) {
        return with(this.fromLogits, fromLogits);
    }

    /** Moves targets towards an even distribution by this share, 0 to 1; 0 by default. */
    public L labelSmoothing(double labelSmoothing) {
        return with(this.labelSmoothing, labelSmoothing);
    }

    /** The axis of the classes, of a binary cross-entropy that of the mean; the last by default. */
    public L axis(int axis) {
        return with(this.axis, axis);
    }

    /** Whether predictions are logits. */
    final boolean isFromLogits() {
        return fromLogits.get();
    }

    /** The axis, counted from the front. */
    final int axisOf(Tensor p) {
        return Labels.axis(function(), p, axis.get());
    }

    /** Targets, smoothed towards an even distribution over so many classes. */
    final Tensor smoothed(Tensor y, long classes) {
        double share = labelSmoothing.get();
        return share == 0 ? y : y.times(1 - share).plus(share / classes);
    }
}
