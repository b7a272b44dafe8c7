package org.kerata.training.losses;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/**
 * The {@link BinaryCrossentropy} of hard cases: each element counts {@code (1 - q)^gamma}, where {@code q} is the probability that was given to
 * what is true. Lin and others, "Focal loss for dense object detection", 2017.
 *
 * <p>Targets and predictions {@code (batch, …, d)}, values {@code (batch, …)}. Keras: {@code keras.losses.BinaryFocalCrossentropy}.
 */
public final class BinaryFocalCrossentropy extends BinaryLoss<BinaryFocalCrossentropy> {
    private final Option<Boolean> balanced = option("apply_class_balancing", BOOL, false);
    private final Option<Double> alpha = option("alpha", DOUBLE, 0.25);
    private final Option<Double> gamma = option("gamma", DOUBLE, 2.0);

    /** From probabilities, without balancing, with {@code gamma} 2. */
    public BinaryFocalCrossentropy() {
        super("binary_focal_crossentropy");
    }

    /** Whether ones count {@code alpha} and zeros {@code 1 - alpha}; false by default. */
    public BinaryFocalCrossentropy applyClassBalancing(boolean balanced) {
        return with(this.balanced, balanced);
    }

    /** What ones count where classes are balanced; 0.25 by default. */
    public BinaryFocalCrossentropy alpha(double alpha) {
        return with(this.alpha, alpha);
    }

    /** How little easy cases count: 0 is a plain cross-entropy; 2 by default. */
    public BinaryFocalCrossentropy gamma(double gamma) {
        return with(this.gamma, gamma);
    }

    @Override
    Tensor elements(Tensor y, Tensor p) {
        Tensor q = isFromLogits() ? Ops.sigmoid(p) : p;
        Tensor none = rest(y);
        Tensor ofTruth = y.times(q).plus(none.times(rest(q)));
        Tensor focal = rest(ofTruth).pow(gamma.get()).times(crossentropy(y, q, false));
        if (!balanced.get()) {
            return focal;
        }
        return y.times(alpha.get()).plus(none.times(1 - alpha.get())).times(focal);
    }

    private static Tensor rest(Tensor share) {
        return share.unaryMinus().plus(1);
    }
}
