package org.kerata.layers.preprocessing;

import java.util.List;
import java.util.function.Supplier;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * In training, moves each image down and right (above 0) or up and left by parts of its size of its own; else passes images on.
 *
 * <p>Images {@code (batch, height, width, channels)} or a single one; output of the same shape. Keras: {@code
 * keras.layers.RandomTranslation}.
 */
public final class RandomTranslation extends BaseGeometry<RandomTranslation> {
    private static final Kind<Factor> FACTOR = Factor.kind("one or two numbers from -1 to 1", f -> f >= -1 && f <= 1);

    private final Option<Factor> heightFactor = required("height_factor", FACTOR);
    private final Option<Factor> widthFactor = required("width_factor", FACTOR);

    RandomTranslation() {}

    /** By up to these parts of the height and the width, in both directions. */
    public RandomTranslation(double heightFactor, double widthFactor) {
        this.heightFactor.set(heightFactor);
        this.widthFactor.set(widthFactor);
    }

    /** Down by between these parts of the height. */
    public RandomTranslation heightFactor(double low, double high) {
        return with(heightFactor, List.of(low, high));
    }

    /** Right by between these parts of the width. */
    public RandomTranslation widthFactor(double low, double high) {
        return with(widthFactor, List.of(low, high));
    }

    @Override
    List<Tensor> transform(Supplier<Tensor> random, long images, double height, double width) {
        Tensor down = heightFactor.get().draw(random, 0, images).times(-height);
        Tensor right = widthFactor.get().draw(random, 0, images).times(-width);
        Tensor one = Ops.onesLike(down);
        Tensor none = Ops.zerosLike(down);
        return List.of(one, none, right, none, one, down);
    }
}
