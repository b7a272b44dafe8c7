package org.kerata.layers.preprocessing;

import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Interpolation;
import org.kerata.autodiff.ops.Resizing.Fit;
import org.kerata.autodiff.ops.Resizing.Resize;
import org.kerata.layers.Call;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * Images in another size.
 *
 * <p>Input {@code (batch, height, width, channels)} or a single image, output of the given height and width. Keras: {@code
 * keras.layers.Resizing}.
 */
public final class Resizing extends BaseImages<Resizing> {
    private final Option<Integer> height = required("height", Kind.positiveInteger());
    private final Option<Integer> width = required("width", Kind.positiveInteger());
    private final Option<Interpolation> interpolation = option(
            "interpolation",
            Kind.of(Interpolation.ALLOWED, Interpolation::of, Interpolation::kerasName),
            Interpolation.BILINEAR);
    private final Option<Boolean> cropToAspectRatio = option("crop_to_aspect_ratio", BOOL, false);
    private final Option<Boolean> padToAspectRatio = option("pad_to_aspect_ratio", BOOL, false);
    private final Option<String> fillMode = option("fill_mode", Kind.oneOf("constant"), "constant");
    private final Option<Double> fillValue = option("fill_value", DOUBLE, 0.0);
    private final Option<Boolean> antialias = option("antialias", BOOL, false);

    Resizing() {}

    /** To this height and width. */
    public Resizing(int height, int width) {
        this.height.set(height);
        this.width.set(width);
    }

    /**
     * How pixels are made: {@code "bilinear"} (the default), {@code "nearest"}, {@code "bicubic"}, {@code "lanczos3"} or {@code
     * "lanczos5"}.
     */
    public Resizing interpolation(String name) {
        return with(interpolation, name);
    }

    /** Whether the middle part of the target's aspect ratio is taken, instead of stretching the image; false by default. */
    public Resizing cropToAspectRatio(boolean crop) {
        return with(cropToAspectRatio, crop);
    }

    /** Whether borders are put at both sides, instead of stretching the image; false by default. */
    public Resizing padToAspectRatio(boolean pad) {
        return with(padToAspectRatio, pad);
    }

    /** What the borders are made of: {@code "constant"}, the only way that Keras has too. */
    public Resizing fillMode(String mode) {
        return with(fillMode, mode);
    }

    /** The value of the borders; 0 by default. */
    public Resizing fillValue(double value) {
        return with(fillValue, value);
    }

    /** Whether images that shrink are smoothed; false by default. */
    public Resizing antialias(boolean smooth) {
        return with(antialias, smooth);
    }

    @Override
    Tensor changed(Tensor images, Call call) {
        if (cropToAspectRatio.get() && padToAspectRatio.get()) {
            throw new ConfigException(at() + ": Images are cropped or padded to the aspect ratio, not both. Received:"
                    + " cropToAspectRatio true, padToAspectRatio true.");
        }
        Fit fit = cropToAspectRatio.get() ? Fit.CROP : padToAspectRatio.get() ? Fit.PAD : Fit.STRETCH;
        Resize how = new Resize(height.get(), width.get(), interpolation.get(), antialias.get(), fit, fillValue.get());
        return Ops.resize(images, how);
    }
}
