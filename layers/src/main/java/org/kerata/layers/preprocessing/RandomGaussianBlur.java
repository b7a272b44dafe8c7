package org.kerata.layers.preprocessing;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * In training, blurs some images with a bell, whose deviations are the same for all of a batch; else passes images on. Zeros stand beyond the
 * borders.
 *
 * <p>Images {@code (batch, height, width, channels)} or a single one; output of the same shape. Keras: {@code keras.layers.RandomGaussianBlur}.
 */
public final class RandomGaussianBlur extends BaseRangedImages<RandomGaussianBlur> {
    private static final double EPSILON = 1e-6;

    private final Option<Factor> factor = option("factor", Factor.PARTS, Factor.upTo(1));
    private final Option<int[]> kernelSize = option(
            "kernel_size",
            Kind.of(
                    "an odd number, or two",
                    v -> {
                        int[] n = Kind.sizes(2).parse(v);
                        return n != null && Arrays.stream(n).allMatch(k -> k % 2 == 1) ? n : null;
                    },
                    n -> List.of(n[0], n[1])),
            new int[] {3, 3});
    private final Option<Factor> sigma = option("sigma", Factor.PARTS, Factor.upTo(1));

    /** Blurs each image with a probability of its own, between 0 and 1. */
    public RandomGaussianBlur() {}

    /** Blurs each image with a probability of its own, between 0 and this. */
    public RandomGaussianBlur(double factor) {
        this.factor.set(factor);
    }

    /** Blurs each image with a probability of its own, between these two. */
    public RandomGaussianBlur(double low, double high) {
        this.factor.set(List.of(low, high));
    }

    /** The width and the height of the bell, odd numbers; 3 by default. */
    public RandomGaussianBlur kernelSize(int... size) {
        return with(kernelSize, size);
    }

    /** The deviation of the bell along the width and the height, in pixels: between 0 and this; 1 by default. */
    public RandomGaussianBlur sigma(double sigma) {
        return with(this.sigma, sigma);
    }

    /** The deviation of the bell along the width and the height, in pixels: between these. */
    public RandomGaussianBlur sigma(double low, double high) {
        return with(sigma, List.of(low, high));
    }

    @Override
    Tensor augmented(Tensor images, Supplier<Tensor> random) {
        Tensor wide = sigma.get().draw(random, EPSILON, 1).reshape().cast(images.dtype());
        Tensor high = sigma.get().draw(random, EPSILON, 1).reshape().cast(images.dtype());
        int[] size = kernelSize.get();
        Tensor blurred = Smoothing.bell(images, size[1], size[0], List.of(high, wide));
        return clipped(Ops.where(factor.get().chosen(random, images), blurred, images));
    }
}
