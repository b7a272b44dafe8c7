package org.kerata.layers.constraints;

import org.kerata.autodiff.Tensor;
import org.kerata.layers.Configurable;

/** What a weight is forced to after every update. Keras: {@code keras.constraints.Constraint}. */
public abstract class Constraint extends Configurable {
    /** For subclasses. */
    protected Constraint() {}

    /** The weight as it may be, in the same shape. */
    public abstract Tensor apply(Tensor weight);
}
