package org.kerata.layers.preprocessing;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/**
 * In training, makes each image sharper or smoother by a factor of its own; else passes images on. A factor of 0 gives the image smoothed by
 * its neighbours, 0.5 the image itself, more a sharper one.
 *
 * <p>Images {@code (batch, height, width, channels)} or a single one; output of the same shape. Keras: {@code keras.layers.RandomSharpness}.
 */
public final class RandomSharpness extends BaseRangedImages<RandomSharpness> {
    private static final double NEIGHBOUR = 1 / 13.0;
    private static final double CENTRE = 5 / 13.0;

    private final Option<Factor> factor = required("factor", Factor.PARTS);

    RandomSharpness() {}

    /** Between 0 and this. */
    public RandomSharpness(double factor) {
        this.factor.set(factor);
    }

    /** Between these. */
    public RandomSharpness(double low, double high) {
        this.factor.set(List.of(low, high));
    }

    @Override
    Tensor augmented(Tensor images, Supplier<Tensor> random) {
        Tensor by = factor.get().perImage(random, images).times(-2).plus(1);
        double[] mask = new double[9];
        Arrays.fill(mask, NEIGHBOUR);
        mask[4] = CENTRE;
        Tensor smooth = Smoothing.each(images, Tensor.of(mask, 3, 3).cast(images.dtype()));
        return clipped(images.plus(by.times(smooth.minus(images))));
    }
}
