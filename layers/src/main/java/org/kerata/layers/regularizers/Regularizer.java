package org.kerata.layers.regularizers;

import org.kerata.autodiff.Tensor;
import org.kerata.layers.Configurable;

/** A penalty on the size of a weight or of a layer's output, added to the loss. Keras: {@code keras.regularizers.Regularizer}. */
public abstract class Regularizer extends Configurable {
    /** For subclasses. */
    protected Regularizer() {}

    /** The penalty, a scalar. */
    public abstract Tensor apply(Tensor x);
}
