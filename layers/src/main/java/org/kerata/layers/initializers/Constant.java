package org.kerata.layers.initializers;

import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/** One number everywhere; 0 by default. Keras: {@code keras.initializers.Constant}. */
public final class Constant extends Initializer {
    private final Option<Double> value = option("value", DOUBLE, 0.0);

    /** Zeros. */
    public Constant() {}

    /** This number. */
    public Constant(double value) {
        this.value.set(value);
    }

    @Override
    public Tensor apply(Shape shape, DType dtype, long seed) {
        return Ops.full(shape, value.get(), dtype);
    }
}
