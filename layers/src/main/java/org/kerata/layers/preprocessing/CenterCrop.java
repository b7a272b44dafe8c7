package org.kerata.layers.preprocessing;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Interpolation;
import org.kerata.autodiff.ops.Resizing.Fit;
import org.kerata.autodiff.ops.Resizing.Resize;
import org.kerata.autodiff.ops.Slice;
import org.kerata.layers.Call;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * The middle of images. Of an image that is too small, the middle part of the target's aspect ratio is enlarged.
 *
 * <p>Input {@code (batch, height, width, channels)} or a single image, output of the given height and width. Keras: {@code
 * keras.layers.CenterCrop}.
 */
public final class CenterCrop extends BaseImages<CenterCrop> {
    private final Option<Integer> height = required("height", Kind.positiveInteger());
    private final Option<Integer> width = required("width", Kind.positiveInteger());

    CenterCrop() {}

    /** Of this height and width. */
    public CenterCrop(int height, int width) {
        this.height.set(height);
        this.width.set(width);
    }

    @Override
    Tensor changed(Tensor images, Call call) {
        Tensor x = images.cast(dtype());
        Shape s = x.shape();
        long rows = s.dim(1) - height.get();
        long columns = s.dim(2) - width.get();
        if (rows < 0 || columns < 0) {
            return Ops.resize(x, new Resize(height.get(), width.get(), Interpolation.BILINEAR, false, Fit.CROP, 0));
        }
        return Ops.slice(x, Slice.ALL, part(rows / 2, height.get()), part(columns / 2, width.get()), Slice.ALL);
    }

    private static Slice part(long from, int length) {
        return Slice.of(from, from + length);
    }
}
