package org.kerata.layers.constraints;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/** No number below 0. Keras: {@code keras.constraints.NonNeg}. */
public final class NonNeg extends Constraint {
    /** The constraint. */
    public NonNeg() {}

    @Override
    public Tensor apply(Tensor weight) {
        return Ops.maximum(weight, Ops.zerosLike(weight));
    }
}
