package org.kerata.layers.merging;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/**
 * The smallest of the inputs, element by element.
 *
 * <p>Two or more inputs whose shapes are equal or broadcast together. Keras: {@code keras.layers.Minimum}.
 */
public final class Minimum extends Merge<Minimum> {
    /** The layer. */
    public Minimum() {}

    @Override
    Tensor merge(List<Tensor> xs, List<@Nullable Tensor> masks) {
        return pick(xs, masks, Ops::minimum);
    }
}
