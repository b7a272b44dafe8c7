package org.kerata.layers.preprocessing;

import java.util.List;
import java.util.function.Supplier;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * In training, paints over a rectangle of some images; else passes images on.
 *
 * <p>Images {@code (batch, height, width, channels)} or a single one; output of the same shape. Zhong et al., Random Erasing Data Augmentation, 2017. Keras: {@code keras.layers.RandomErasing}.
 */
public final class RandomErasing extends BaseRangedImages<RandomErasing> {
    private static final Factor SCALE = new Factor(0.02, 0.33, List.of(0.02, 0.33));

    private final Option<Factor> factor = option("factor", Factor.PARTS, Factor.upTo(1));
    private final Option<Factor> scale = option("scale", Factor.PARTS, SCALE);
    private final Option<double[]> fillValue = optional(
            "fill_value",
            Kind.of(
                    "a number, or three",
                    v -> {
                        double[] n = Kind.reals().parse(v);
                        return n != null && (n.length == 1 || n.length == 3) ? n : null;
                    },
                    n -> Kind.reals().encode(n)));

    /** Paints over a part of each image with a probability of its own, between 0 and 1. */
    public RandomErasing() {}

    /** Paints over a part of each image with a probability of its own, between 0 and this. */
    public RandomErasing(double factor) {
        this.factor.set(factor);
    }

    /** Paints over a part of each image with a probability of its own, between these two. */
    public RandomErasing(double low, double high) {
        this.factor.set(List.of(low, high));
    }

    /** How large rectangles are: between these parts of the image if it were square; 0.02 and 0.33 by default. */
    public RandomErasing scale(double low, double high) {
        return with(scale, List.of(low, high));
    }

    /** With what is painted: a number, or one for each of three channels; by default with noise. */
    public RandomErasing fillValue(double... value) {
        return with(fillValue, value);
    }

    @Override
    Tensor augmented(Tensor images, Supplier<Tensor> random) {
        Tensor height = Ops.sqrt(scale.get().perImage(random, images));
        Tensor width = Ops.sqrt(scale.get().perImage(random, images));
        Tensor inside = Boxes.draw(random, images, height, width).inside();
        Tensor painted = Ops.logicalAnd(inside, factor.get().chosen(random, images));
        return Ops.where(painted, clipped(paint(images, random)), images);
    }

    private Tensor paint(Tensor images, Supplier<Tensor> random) {
        double[] given = fillValue.orNull();
        if (given == null) {
            return Ops.randomNormal(random.get(), images.shape().dims())
                    .cast(images.dtype())
                    .times(range()[1]);
        }
        if (given.length == 3 && images.shape().last() != 3) {
            throw new ShapeException("A fillValue of three numbers needs images of three channels. Received: images of "
                    + images.shape().last() + ".");
        }
        return Ops.broadcastTo(Tensor.of(given).cast(images.dtype()), images.shape());
    }
}
