package org.kerata.layers.initializers;

import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Configurable;

/** How a weight starts. Keras: {@code keras.initializers.Initializer}. */
public abstract class Initializer extends Configurable {
    /** For subclasses. */
    protected Initializer() {}

    /**
     * The start value.
     *
     * @param seed where random ones start unless they have a seed of their own
     */
    public abstract Tensor apply(Shape shape, DType dtype, long seed);
}
