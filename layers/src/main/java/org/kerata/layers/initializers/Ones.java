package org.kerata.layers.initializers;

import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;

/** Ones. Keras: {@code keras.initializers.Ones}. */
public final class Ones extends Initializer {
    /** Ones. */
    public Ones() {}

    @Override
    public Tensor apply(Shape shape, DType dtype, long seed) {
        return Ops.full(shape, 1, dtype);
    }
}
