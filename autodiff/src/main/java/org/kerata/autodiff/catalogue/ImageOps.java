package org.kerata.autodiff.catalogue;

import java.util.Arrays;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.DataFormat;
import org.kerata.autodiff.ops.Framing;
import org.kerata.autodiff.ops.Interpolation;
import org.kerata.autodiff.ops.Resizing;

/** Images in other sizes. */
public abstract class ImageOps extends ConvolutionOps {
    /** Not made: its methods are static. */
    protected ImageOps() {}

    /** Images {@code (…, height, width, channels)} in another size, bilinearly. Keras: {@code keras.ops.image.resize}. */
    public static Tensor resize(Tensor images, int height, int width) {
        return resize(images, Resizing.Resize.to(height, width));
    }

    /** Images {@code (…, height, width, channels)} in another size. */
    public static Tensor resize(Tensor images, int height, int width, Interpolation interpolation) {
        return resize(images, Resizing.Resize.to(height, width).by(interpolation));
    }

    /**
     * Images {@code (…, height, width, channels)} in another size. The element type stays; whole numbers are rounded.
     */
    public static Tensor resize(Tensor images, Resizing.Resize how) {
        return Resizing.RESIZE.apply(how, images);
    }

    /** Images in another size, with the channels where the format says. The element type stays; whole numbers are rounded. */
    public static Tensor resize(Tensor images, Resizing.Resize how, DataFormat format) {
        return format.around(images, x -> resize(x, how));
    }

    /** Images {@code (…, height, width, channels)} with their edges cut off. */
    public static Tensor cropImages(Tensor images, Framing.Edges edges) {
        return Framing.CROP_IMAGES.apply(edges, images);
    }

    /** As {@link #cropImages(Tensor, Framing.Edges)}, with the channels where the format says. */
    public static Tensor cropImages(Tensor images, Framing.Edges edges, DataFormat format) {
        return format.around(images, x -> cropImages(x, edges));
    }

    /** Images {@code (…, height, width, channels)} with edges of zeros. */
    public static Tensor padImages(Tensor images, Framing.Edges edges) {
        return Framing.PAD_IMAGES.apply(edges, images);
    }

    /** As {@link #padImages(Tensor, Framing.Edges)}, with the channels where the format says. */
    public static Tensor padImages(Tensor images, Framing.Edges edges, DataFormat format) {
        return format.around(images, x -> padImages(x, edges));
    }

    /** Each element of each axis so many times in a row; one number for each axis, the batch included. */
    public static Tensor upsample(Tensor x, int... factors) {
        return Resizing.UPSAMPLE.apply(
                new Resizing.Factors(Arrays.stream(factors).boxed().toList()), x);
    }
}
