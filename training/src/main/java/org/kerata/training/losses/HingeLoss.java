package org.kerata.training.losses;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/**
 * A loss of targets -1 and 1 and predictions that should lie beyond them.
 *
 * @param <L> the loss's own type
 */
abstract class HingeLoss<L extends HingeLoss<L>> extends AlignedLoss<L> {
    HingeLoss(String name) {
        super(name);
    }

    /** By how much predictions fail to reach their targets. If all targets of the batch are 0 and 1, they stand for -1 and 1. */
    static Tensor lacks(Tensor y, Tensor p) {
        Tensor binary = Ops.logicalOr(y.equal(0), y.equal(1));
        Tensor sign = Ops.where(Ops.all(binary), y.times(2).minus(1), y);
        return Ops.relu(sign.times(p).unaryMinus().plus(1));
    }
}
