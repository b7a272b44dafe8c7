package org.kerata.layers.preprocessing;

import java.util.List;
import java.util.function.Supplier;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/**
 * In training, makes each image brighter or darker by a number of its own; else passes images on.
 *
 * <p>Images {@code (batch, height, width, channels)} or a single one; output of the same shape. Keras: {@code keras.layers.RandomBrightness}.
 */
public final class RandomBrightness extends BaseRangedImages<RandomBrightness> {
    private final Option<Factor> factor = required("factor", Factor.SIGNED);

    RandomBrightness() {}

    /** By up to this part of the range of values, in both directions. */
    public RandomBrightness(double factor) {
        this.factor.set(factor);
    }

    /** By between these parts of the range of values; above 0 is brighter. */
    public RandomBrightness(double low, double high) {
        this.factor.set(List.of(low, high));
    }

    @Override
    Tensor augmented(Tensor images, Supplier<Tensor> random) {
        return clipped(images.plus(factor.get().perImage(random, images).times(range()[1] - range()[0])));
    }
}
