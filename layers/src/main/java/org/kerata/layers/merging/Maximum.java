package org.kerata.layers.merging;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/**
 * The largest of the inputs, element by element.
 *
 * <p>Two or more inputs whose shapes are equal or broadcast together. Keras: {@code keras.layers.Maximum}.
 */
public final class Maximum extends Merge<Maximum> {
    /** The layer. */
    public Maximum() {}

    @Override
    Tensor merge(List<Tensor> xs, List<@Nullable Tensor> masks) {
        return pick(xs, masks, Ops::maximum);
    }
}
