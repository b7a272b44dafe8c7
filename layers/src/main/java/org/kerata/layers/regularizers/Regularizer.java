package org.kerata.layers.regularizers;

import org.kerata.autodiff.Tensor;
import org.kerata.layers.Configurable;
import org.kerata.layers.Kind;

/** A penalty on the size of a weight or of a layer's output, added to the loss. Keras: {@code keras.regularizers.Regularizer}. */
public abstract class Regularizer extends Configurable {
    /** A factor: 0 or more, and finite. */
    static final Kind<Double> FACTOR = Kind.real("0 or more, and finite", x -> x >= 0 && x < Double.POSITIVE_INFINITY);

    /** For subclasses. */
    protected Regularizer() {}

    /** The penalty, a scalar. */
    public abstract Tensor apply(Tensor x);
}
