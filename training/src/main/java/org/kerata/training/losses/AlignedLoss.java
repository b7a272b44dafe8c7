package org.kerata.training.losses;

import org.kerata.autodiff.Tensor;
import org.kerata.training.internal.Aligned;

/**
 * A loss of targets in the shape of the predictions. Apart from an axis of length 1 at the end of either nothing is broadcast: that would be a
 * mistake in the data.
 *
 * @param <L> the loss's own type
 */
abstract class AlignedLoss<L extends AlignedLoss<L>> extends FluentLoss<L> {
    /** Keras's smallest number to divide by, or to take a logarithm of. */
    static final double EPSILON = 1e-7;

    AlignedLoss(String name) {
        super(name);
    }

    /** One value for each sample, from two tensors of the same shape and type. */
    abstract Tensor compare(Tensor y, Tensor p);

    @Override
    protected final Tensor call(Tensor y, Tensor p) {
        Aligned a = Aligned.exactly(function(), y, p);
        return compare(a.y(), a.p());
    }
}
