package org.kerata.training.losses;

import org.kerata.autodiff.Tensor;

/**
 * The cross-entropy of targets between 0 and 1 and predicted probabilities, the mean over an axis. Where the predictions come straight
 * from a sigmoid, the loss is computed from its input, exact also where the probability rounds to 0 or 1.
 *
 * <p>Targets and predictions {@code (batch, …, d)}, values {@code (batch, …)}. Keras: {@code keras.losses.BinaryCrossentropy}.
 */
public final class BinaryCrossentropy extends BinaryLoss<BinaryCrossentropy> {
    /** From probabilities, without label smoothing. */
    public BinaryCrossentropy() {
        super("binary_crossentropy");
    }

    @Override
    Tensor elements(Tensor y, Tensor p) {
        return crossentropy(y, p, isFromLogits());
    }
}
