package org.kerata.layers.preprocessing;

import java.util.List;
import java.util.function.Supplier;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/**
 * In training, takes a part of the colours out of each image; else passes images on.
 *
 * <p>Images of red, green and blue {@code (batch, height, width, 3)} or a single one; output of the same shape. Keras: {@code
 * keras.layers.RandomColorDegeneration}.
 */
public final class RandomColorDegeneration extends BaseRangedImages<RandomColorDegeneration> {
    private final Option<Factor> factor = required("factor", Factor.SIGNED);

    RandomColorDegeneration() {}

    /** Up to this part; as in Keras colours also become stronger by up to as much. */
    public RandomColorDegeneration(double factor) {
        this.factor.set(factor);
    }

    /** Between these parts: with 1 all colours, with 0 none, below 0 colours become stronger. */
    public RandomColorDegeneration(double low, double high) {
        this.factor.set(List.of(low, high));
    }

    @Override
    Tensor augmented(Tensor images, Supplier<Tensor> random) {
        Tensor gray = Ops.rgbToGrayscale(images);
        return clipped(images.plus(factor.get().perImage(random, images).times(gray.minus(images))));
    }
}
