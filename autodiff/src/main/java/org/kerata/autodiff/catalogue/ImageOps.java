package org.kerata.autodiff.catalogue;

import java.util.Arrays;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Interpolation;
import org.kerata.autodiff.ops.Resizing;

/** Images in other sizes, channels last. */
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

    /** Each element of each axis so many times in a row; one number for each axis, the batch included. */
    public static Tensor upsample(Tensor x, int... factors) {
        return Resizing.UPSAMPLE.apply(
                new Resizing.Factors(Arrays.stream(factors).boxed().toList()), x);
    }
}
