package org.kerata.layers.preprocessing;

import java.util.List;
import java.util.function.Supplier;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.DataFormat;
import org.kerata.autodiff.ops.Sampling;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * In training, shows some images from another side: moves their corners and keeps straight lines straight; else passes images on. Beyond the
 * borders stands one value.
 *
 * <p>Images {@code (batch, height, width, channels)} or a single one; output of the same shape. Keras: {@code keras.layers.RandomPerspective}.
 */
public final class RandomPerspective extends BaseWarp<RandomPerspective> {
    private final Option<Double> scale = option("scale", Kind.real("from 0 to 1", s -> s >= 0 && s <= 1), 1.0);

    /** Bends each image with a probability of its own, between 0 and 1. */
    public RandomPerspective() {}

    /** Bends each image with a probability of its own, between 0 and this. */
    public RandomPerspective(double factor) {
        factor((Object) factor);
    }

    /** Bends each image with a probability of its own, between these two. */
    public RandomPerspective(double low, double high) {
        factor(List.of(low, high));
    }

    /** How far corners move: by up to half of this part of their coordinates; 1 by default. */
    public RandomPerspective scale(double scale) {
        return with(this.scale, scale);
    }

    @Override
    Tensor augmented(Tensor images, Supplier<Tensor> random) {
        Tensor chosen = chosen(random, images);
        Shape s = images.shape();
        double right = s.dim(2) - 1.0;
        double bottom = s.dim(1) - 1.0;
        Tensor corners = Tensor.of(new double[] {0, 0, right, 0, 0, bottom, right, bottom}, 1, 4, 2)
                .cast(images.dtype());
        Tensor start = Ops.broadcastTo(corners, Shape.of(s.dim(0), 4, 2));
        Tensor by = Ops.randomUniform(random.get(), s.dim(0), 4, 2)
                .minus(0.5)
                .times(scale.get())
                .cast(images.dtype());
        Tensor end = start.plus(start.times(by));
        Tensor bent =
                Ops.perspectiveTransform(images, start, end, how(Sampling.FillMode.CONSTANT), DataFormat.CHANNELS_LAST);
        return Ops.where(chosen, bent, images);
    }
}
