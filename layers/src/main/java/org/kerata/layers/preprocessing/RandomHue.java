package org.kerata.layers.preprocessing;

import java.util.List;
import java.util.function.Supplier;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/**
 * In training, turns the colours of each image around the wheel of hues by a part of its own, either way; else passes images on.
 *
 * <p>Images of red, green and blue {@code (batch, height, width, 3)} or a single one; output of the same shape. Keras: {@code
 * keras.layers.RandomHue}.
 */
public final class RandomHue extends BaseRangedImages<RandomHue> {
    private final Option<Factor> factor = required("factor", Factor.PARTS);

    RandomHue() {}

    /** By up to this part of half a turn. */
    public RandomHue(double factor) {
        this.factor.set(factor);
    }

    /** By between these parts of half a turn. */
    public RandomHue(double low, double high) {
        this.factor.set(List.of(low, high));
    }

    @Override
    Tensor augmented(Tensor images, Supplier<Tensor> random) {
        Tensor turn = factor.get().perImage(random, images).times(0.5).times(Signs.draw(random, images));
        List<Tensor> hsv = Ops.split(Ops.rgbToHsv(ValueRange.moved(images, range(), ValueRange.PARTS)), 3, -1);
        Tensor h = hsv.get(0).plus(turn);
        Tensor notAbove = Ops.where(Ops.greater(h, Ops.onesLike(h)), h.minus(1), h);
        Tensor hue = Ops.where(Ops.less(notAbove, Ops.zerosLike(h)), notAbove.plus(1), notAbove);
        Tensor rgb = Ops.hsvToRgb(Ops.concatenate(List.of(hue, hsv.get(1), hsv.get(2)), -1));
        return ValueRange.moved(Ops.clip(rgb, 0, 1), ValueRange.PARTS, range());
    }
}
