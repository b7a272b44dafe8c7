package org.kerata.layers.preprocessing;

import java.util.List;
import java.util.function.Supplier;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/**
 * In training, shears each image by a slope of its own, either way; else passes images on.
 *
 * <p>Images {@code (batch, height, width, channels)} or a single one; output of the same shape. Keras: {@code keras.layers.RandomShear}.
 */
public final class RandomShear extends BaseGeometry<RandomShear> {
    private final Option<Factor> xFactor = option("x_factor", Factor.GIVEN_PARTS, Factor.upTo(0));
    private final Option<Factor> yFactor = option("y_factor", Factor.GIVEN_PARTS, Factor.upTo(0));

    /** By nothing yet. */
    public RandomShear() {}

    /** Along the rows and down them by up to so many pixels a pixel. */
    public RandomShear(double xFactor, double yFactor) {
        this.xFactor.set(xFactor);
        this.yFactor.set(yFactor);
    }

    /** Along the rows by between so many pixels a row. */
    public RandomShear xFactor(double low, double high) {
        return with(xFactor, List.of(low, high));
    }

    /** Down the columns by between so many pixels a column. */
    public RandomShear yFactor(double low, double high) {
        return with(yFactor, List.of(low, high));
    }

    @Override
    List<Tensor> transform(Supplier<Tensor> random, long images, double height, double width) {
        Tensor way = Signs.draw(random, Ops.zeros(images, 1, 1, 1)).reshape(images, 1);
        Tensor y = yFactor.get().draw(random, 0, images).times(way);
        Tensor x = xFactor.get().draw(random, 0, images).times(way);
        Tensor one = Ops.onesLike(x);
        Tensor none = Ops.zerosLike(x);
        return List.of(one, x, none, y, one, none);
    }
}
