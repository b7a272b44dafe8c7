package org.kerata.layers.preprocessing;

import java.util.List;
import java.util.function.Supplier;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/**
 * In training, makes the colours of each image stronger or weaker by a factor of its own; else passes images on. The factor is {@code f / (1
 * - f)}: with f of 0 colours vanish, with 0.5 they stay, with 1 they are as strong as can be.
 *
 * <p>Images of red, green and blue {@code (batch, height, width, 3)} or a single one; output of the same shape. Keras: {@code
 * keras.layers.RandomSaturation}.
 */
public final class RandomSaturation extends BaseRangedImages<RandomSaturation> {
    private static final double EPSILON = 1e-7;

    private final Option<Factor> factor = required("factor", Factor.SIGNED);

    RandomSaturation() {}

    /** With f between the negative of this and this; below 0 counts as 0. */
    public RandomSaturation(double factor) {
        this.factor.set(factor);
    }

    /** With f between these. */
    public RandomSaturation(double low, double high) {
        this.factor.set(List.of(low, high));
    }

    @Override
    Tensor augmented(Tensor images, Supplier<Tensor> random) {
        Tensor f = factor.get().perImage(random, images);
        Tensor by = f.div(f.unaryMinus().plus(1).plus(EPSILON));
        List<Tensor> hsv = Ops.split(Ops.rgbToHsv(images), 3, -1);
        // As in Keras: the saturation is kept in the range of the pixels.
        Tensor saturation = clipped(hsv.get(1).times(by));
        return Ops.hsvToRgb(Ops.concatenate(List.of(hsv.get(0), saturation, hsv.get(2)), -1));
    }
}
