package org.kerata.layers.activations;

import org.kerata.autodiff.Tensor;

/** A function that a layer applies to its result. Those with a name stand in {@link Activations}; others cannot be saved. */
@FunctionalInterface
public interface ActivationFunction {
    /** The result, in the shape of the input. */
    Tensor apply(Tensor x);
}
