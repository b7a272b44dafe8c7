package org.kerata.layers.preprocessing;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Sampling;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * In training, moves the pixels of some images about smoothly; else passes images on. How strongly is the same for all of a batch.
 *
 * <p>Images {@code (batch, height, width, channels)} or a single one; output of the same shape. Simard et al., Best practices for convolutional neural networks applied to visual document analysis, 2003. Keras: {@code
 * keras.layers.RandomElasticTransform}, which on some backends moves pixels along the diagonal alone.
 */
public final class RandomElasticTransform extends BaseWarp<RandomElasticTransform> {
    private static final double FAR = 0.1;
    private static final double SMOOTH = 0.05;
    private static final double LEAST = 1e-6;

    private final Option<Factor> scale = option("scale", Factor.PARTS, Factor.upTo(1));
    private final Option<String> fillMode =
            option("fill_mode", Kind.oneOf("constant", "nearest", "wrap", "mirror", "reflect"), "reflect");
    private final Option<double[]> valueRange = option("value_range", ValueRange.KIND, ValueRange.BYTES);

    /** Bends each image with a probability of its own, between 0 and 1. */
    public RandomElasticTransform() {}

    /** Bends each image with a probability of its own, between 0 and this. */
    public RandomElasticTransform(double factor) {
        factor((Object) factor);
    }

    /** Bends each image with a probability of its own, between these two. */
    public RandomElasticTransform(double low, double high) {
        factor(List.of(low, high));
    }

    /** How strongly: between 0 and this; 1 by default. */
    public RandomElasticTransform scale(double scale) {
        return with(this.scale, scale);
    }

    /** How strongly: between these. */
    public RandomElasticTransform scale(double low, double high) {
        return with(scale, List.of(low, high));
    }

    /**
     * What stands beyond the borders: {@code "reflect"} (the default) and {@code "mirror"} for a mirror behind or on the last pixel, {@code
     * "wrap"} for the image again, {@code "nearest"} for its edge, {@code "constant"} for {@link #fillValue}.
     */
    public RandomElasticTransform fillMode(String mode) {
        return with(fillMode, mode);
    }

    /** Between what numbers the pixels lie; 0 and 255 by default. */
    public RandomElasticTransform valueRange(double low, double high) {
        return with(valueRange, new double[] {low, high});
    }

    @Override
    Tensor augmented(Tensor images, Supplier<Tensor> random) {
        Factor by = scale.get();
        if (by.high() == 0 || isNever()) {
            return images;
        }
        Tensor chosen = chosen(random, images);
        Shape s = images.shape();
        Tensor strength = by.draw(random, 0, 1).reshape().cast(images.dtype());
        Tensor far = strength.times(Math.max(s.dim(1), s.dim(2)) * FAR);
        double most = Math.min(s.dim(1), s.dim(2)) * SMOOTH;
        Tensor sigma = Ops.clip(strength.times(most), LEAST, Double.MAX_VALUE);
        int size = (int) (6 * most * by.high()) | 1;
        Tensor rows = places(images, 1).plus(moves(images, random, sigma, size).times(far));
        Tensor columns =
                places(images, 2).plus(moves(images, random, sigma, size).times(far));
        Sampling.FillMode mode = Sampling.FillMode.valueOf(fillMode.get().toUpperCase(Locale.ROOT));
        Tensor bent = Sampling.SAMPLE_PIXELS.apply(how(mode), images, Ops.stack(List.of(rows, columns), 1));
        return Ops.clip(
                Ops.where(chosen, bent, images), valueRange.get()[0], valueRange.get()[1]);
    }

    private static Tensor places(Tensor images, int axis) {
        long n = images.shape().dim(axis);
        return Ops.arange((int) n).cast(images.dtype()).reshape(1, axis == 1 ? n : 1, axis == 2 ? n : 1);
    }

    private static Tensor moves(Tensor images, Supplier<Tensor> random, Tensor sigma, int size) {
        Shape s = images.shape();
        Tensor noise =
                Ops.randomNormal(random.get(), s.dim(0), s.dim(1), s.dim(2), 1).cast(images.dtype());
        return Ops.squeeze(Smoothing.shortBell(noise.times(sigma), size, sigma), -1);
    }
}
