package org.kerata.autodiff.catalogue;

import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Colors;
import org.kerata.autodiff.ops.DataFormat;

/** Colours of images {@code (…, height, width, channels)}, with or without a batch. Keras: {@code keras.ops.image}. */
public abstract class ColorOps extends ImageOps {
    /** Not made: its methods are static. */
    protected ColorOps() {}

    /** Red, green and blue as one channel of brightness; images of one channel stay. */
    public static Tensor rgbToGrayscale(Tensor images) {
        return Colors.RGB_TO_GRAYSCALE.apply(NONE, images);
    }

    /** As {@link #rgbToGrayscale(Tensor)}, with the channels where the format says. */
    public static Tensor rgbToGrayscale(Tensor images, DataFormat format) {
        return format.around(images, ColorOps::rgbToGrayscale);
    }

    /** Red, green and blue as hue, saturation and value, all from 0 to 1. */
    public static Tensor rgbToHsv(Tensor images) {
        return Colors.RGB_TO_HSV.apply(NONE, images);
    }

    /** As {@link #rgbToHsv(Tensor)}, with the channels where the format says. */
    public static Tensor rgbToHsv(Tensor images, DataFormat format) {
        return format.around(images, ColorOps::rgbToHsv);
    }

    /** Hue, saturation and value as red, green and blue, all from 0 to 1. */
    public static Tensor hsvToRgb(Tensor images) {
        return Colors.HSV_TO_RGB.apply(NONE, images);
    }

    /** As {@link #hsvToRgb(Tensor)}, with the channels where the format says. */
    public static Tensor hsvToRgb(Tensor images, DataFormat format) {
        return format.around(images, ColorOps::hsvToRgb);
    }
}
