package org.kerata.layers.preprocessing;

import java.util.List;
import java.util.function.Supplier;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * In training, zooms out of (above 0) or into each image by a factor of its own; else passes images on.
 *
 * <p>Images {@code (batch, height, width, channels)} or a single one; output of the same shape. Keras: {@code keras.layers.RandomZoom}.
 */
public final class RandomZoom extends BaseGeometry<RandomZoom> {
    private static final Kind<Factor> FACTOR =
            Factor.kind("one or two numbers above -1 and up to 1", f -> f > -1 && f <= 1);

    private final Option<Factor> heightFactor = required("height_factor", FACTOR);
    private final Option<Factor> widthFactor = optional("width_factor", FACTOR);

    RandomZoom() {}

    /** By up to this part of the size, in both directions. */
    public RandomZoom(double factor) {
        heightFactor.set(factor);
    }

    /** By between these parts of the size: {@code 0.2} shows 20 % more, {@code -0.2} less. */
    public RandomZoom(double low, double high) {
        heightFactor.set(List.of(low, high));
    }

    /** Of the width, where it is another than of the height: up to this part of it, or between two. By default widths go with heights. */
    public RandomZoom widthFactor(double... factor) {
        return with(widthFactor, factor);
    }

    @Override
    List<Tensor> transform(Supplier<Tensor> random, long images, double height, double width) {
        Tensor high = heightFactor.get().draw(random, 1, images);
        Factor other = widthFactor.orNull();
        Tensor wide = other == null ? high : other.draw(random, 1, images);
        Tensor none = Ops.zerosLike(high);
        double x = (width - 1) / 2;
        double y = (height - 1) / 2;
        return List.of(
                wide, none, wide.times(-x).plus(x), none, high, high.times(-y).plus(y));
    }
}
