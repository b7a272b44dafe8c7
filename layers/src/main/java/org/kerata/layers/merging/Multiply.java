package org.kerata.layers.merging;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/**
 * The product of the inputs, element by element. What is masked counts as 1, or as 0 if all inputs are masked there.
 *
 * <p>Two or more inputs whose shapes are equal or broadcast together. Keras: {@code keras.layers.Multiply}.
 */
public final class Multiply extends Merge<Multiply> {
    /** The layer. */
    public Multiply() {}

    @Override
    Tensor merge(List<Tensor> xs, List<@Nullable Tensor> masks) {
        Tensor y = null;
        Tensor seen = null;
        boolean all = true;
        for (int i = 0; i < xs.size(); i++) {
            Tensor x = xs.get(i);
            Tensor mask = masks.get(i);
            all &= mask != null;
            if (mask != null) {
                x = Ops.where(mask, x, Ops.onesLike(x));
                seen = seen == null ? mask : Ops.logicalOr(seen, mask);
            }
            y = y == null ? x : y.times(x);
        }
        Tensor product = Objects.requireNonNull(y);
        return all && seen != null ? Ops.where(seen, product, Ops.zerosLike(product)) : product;
    }
}
