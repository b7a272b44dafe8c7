package org.kerata.training.losses;

import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;

/**
 * A cross-entropy of distributions over the classes along an axis.
 *
 * @param <L> the loss's own type
 */
abstract class CategoricalLoss<L extends CategoricalLoss<L>> extends CrossentropyLoss<L> {
    CategoricalLoss(String name) {
        super(name);
    }

    /** One value for each sample. */
    abstract Tensor compare(Tensor y, Tensor p, int axis);

    @Override
    final Tensor compare(Tensor y, Tensor p) {
        int axis = axisOf(p);
        if (p.shape().dim(axis) == 1) {
            throw new ShapeException(
                    function() + ": predictions must have at least 2 classes, or the loss is always 0. Received: shape "
                            + p.shape() + ". For one probability for each sample use binary"
                            + function().substring("categorical".length()) + ".");
        }
        return compare(smoothed(y, p.shape().last()), p, axis);
    }
}
