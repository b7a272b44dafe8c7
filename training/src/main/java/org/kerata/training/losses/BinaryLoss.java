package org.kerata.training.losses;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/**
 * A cross-entropy of targets between 0 and 1, each of which is a distribution of its own: the mean over an axis.
 *
 * @param <L> the loss's own type
 */
abstract class BinaryLoss<L extends BinaryLoss<L>> extends CrossentropyLoss<L> {
    BinaryLoss(String name) {
        super(name);
    }

    /** A value for each element. */
    abstract Tensor elements(Tensor y, Tensor p);

    @Override
    final Tensor compare(Tensor y, Tensor p) {
        int axis = axisOf(p);
        return elements(smoothed(y, 2), p).mean(axis);
    }

    /** The cross-entropies of probabilities, of those behind a sigmoid from its input; or of logits. */
    static Tensor crossentropy(Tensor y, Tensor p, boolean fromLogits) {
        Tensor logits = Logits.behindSigmoid(p);
        if (logits != null || fromLogits) {
            return Ops.sigmoidCrossEntropy(y, logits != null ? logits : p);
        }
        Tensor q = Ops.clip(p, EPSILON, 1 - EPSILON);
        Tensor yes = y.times(Ops.log(q));
        Tensor no = y.unaryMinus().plus(1).times(Ops.log(q.unaryMinus().plus(1)));
        return yes.plus(no).unaryMinus();
    }
}
