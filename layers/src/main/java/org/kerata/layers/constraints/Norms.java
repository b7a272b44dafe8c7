package org.kerata.layers.constraints;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/** Lengths of the vectors along some axes of a weight. */
final class Norms {
    /** Keeps divisions finite, as Keras does it. */
    static final double EPSILON = 1e-7;

    private Norms() {}

    static Tensor of(Tensor weight, int[] axes) {
        return Ops.sqrt(Ops.sum(Ops.square(weight), axes, true));
    }
}
