package org.kerata.layers.preprocessing;

import java.util.List;
import java.util.function.Supplier;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/**
 * In training, turns some images into their negatives; else passes images on.
 *
 * <p>Images {@code (batch, height, width, channels)} or a single one; output of the same shape. Keras: {@code keras.layers.RandomInvert}.
 */
public final class RandomInvert extends BaseRangedImages<RandomInvert> {
    private final Option<Factor> factor = option("factor", Factor.PARTS, Factor.upTo(1));

    /** Inverts each image with a probability of its own, between 0 and 1. */
    public RandomInvert() {}

    /** Inverts each image with a probability of its own, between 0 and this. */
    public RandomInvert(double factor) {
        this.factor.set(factor);
    }

    /** Inverts each image with a probability of its own, between these two. */
    public RandomInvert(double low, double high) {
        this.factor.set(List.of(low, high));
    }

    @Override
    Tensor augmented(Tensor images, Supplier<Tensor> random) {
        return Ops.where(
                factor.get().chosen(random, images), images.unaryMinus().plus(range()[1]), images);
    }
}
