package org.kerata.training.losses;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/**
 * The cross-entropy of one-hot (or otherwise distributed) targets and predicted probabilities. Where the predictions come straight from a
 * softmax, the loss is computed from its input.
 *
 * <p>Targets and predictions {@code (batch, …, classes)}, values {@code (batch, …)}. Keras: {@code keras.losses.CategoricalCrossentropy}.
 */
public final class CategoricalCrossentropy extends CategoricalLoss<CategoricalCrossentropy> {
    /** From probabilities, without label smoothing. */
    public CategoricalCrossentropy() {
        super("categorical_crossentropy");
    }

    @Override
    Tensor compare(Tensor y, Tensor p, int axis) {
        Tensor logits = Logits.behindSoftmax(p, axis);
        if (logits != null || isFromLogits()) {
            return Ops.softmaxCrossEntropy(Logits.last(y, axis), Logits.last(logits != null ? logits : p, axis));
        }
        Tensor q = p.div(Ops.sum(p, new int[] {axis}, true));
        return y.times(Ops.log(Ops.clip(q, EPSILON, 1 - EPSILON))).sum(axis).unaryMinus();
    }
}
