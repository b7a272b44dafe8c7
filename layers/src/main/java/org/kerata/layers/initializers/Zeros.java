package org.kerata.layers.initializers;

import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;

/** Zeros. Keras: {@code keras.initializers.Zeros}. */
public final class Zeros extends Initializer {
    /** Zeros. */
    public Zeros() {}

    @Override
    public Tensor apply(Shape shape, DType dtype, long seed) {
        return Ops.full(shape, 0, dtype);
    }
}
