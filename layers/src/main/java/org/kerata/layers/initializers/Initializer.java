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

    /**
     * The same for a weight of which it is known how many inputs and outputs a unit has: their product is the weight's size. By default
     * that makes no difference.
     */
    public Initializer forUnits(long inputs, long outputs) {
        return this;
    }
}
