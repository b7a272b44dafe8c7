package org.kerata.layers.merging;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;

/**
 * The mean of the inputs.
 *
 * <p>Two or more inputs whose shapes are equal or broadcast together. Keras: {@code keras.layers.Average}.
 */
public final class Average extends Merge<Average> {
    /** The layer. */
    public Average() {}

    @Override
    Tensor merge(List<Tensor> xs, List<@Nullable Tensor> masks) {
        Tensor y = xs.get(0);
        for (Tensor x : xs.subList(1, xs.size())) {
            y = y.plus(x);
        }
        return y.times(1.0 / xs.size());
    }
}
