package org.kerata.layers.preprocessing;

import java.util.List;
import java.util.function.Supplier;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/**
 * In training, moves the pixels of each image and channel away from their mean or towards it, by a factor of the image's own; else passes
 * images on.
 *
 * <p>Images {@code (batch, height, width, channels)} or a single one; output of the same shape. Keras: {@code keras.layers.RandomContrast}.
 */
public final class RandomContrast extends BaseRangedImages<RandomContrast> {
    private static final int[] WITHIN = {1, 2};

    private final Option<Factor> factor =
            required("factor", Factor.range("one or two numbers from 0 to 1", f -> f >= 0 && f <= 1, 0));

    RandomContrast() {}

    /** Distances from the mean become up to this part larger; they never become smaller, as in Keras. */
    public RandomContrast(double factor) {
        this.factor.set(factor);
    }

    /** Distances from the mean become up to the first part smaller and up to the second larger. */
    public RandomContrast(double smaller, double larger) {
        this.factor.set(List.of(smaller, larger));
    }

    @Override
    Tensor augmented(Tensor images, Supplier<Tensor> random) {
        Factor f = factor.get();
        Tensor by = Ops.randomUniform(random.get(), images.shape().dim(0), 1, 1, 1)
                .times(f.high() + f.low())
                .plus(1 - f.low())
                .cast(images.dtype());
        Tensor mean = Ops.mean(images, WITHIN, true);
        return clipped(images.minus(mean).times(by).plus(mean));
    }
}
