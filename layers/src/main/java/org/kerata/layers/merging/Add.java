package org.kerata.layers.merging;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;

/**
 * The sum of the inputs.
 *
 * <p>Two or more inputs whose shapes are equal or broadcast together. Keras: {@code keras.layers.Add}.
 */
public final class Add extends Merge<Add> {
    /** The layer. */
    public Add() {}

    @Override
    Tensor merge(List<Tensor> xs, List<@Nullable Tensor> masks) {
        Tensor y = xs.get(0);
        for (Tensor x : xs.subList(1, xs.size())) {
            y = y.plus(x);
        }
        return y;
    }
}
