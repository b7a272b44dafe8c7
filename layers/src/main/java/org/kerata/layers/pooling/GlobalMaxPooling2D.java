package org.kerata.layers.pooling;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;

/**
 * The largest of each channel of images.
 *
 * <p>Input {@code (batch, height, width, channels)}, output {@code (batch, channels)}. Keras: {@code keras.layers.GlobalMaxPooling2D}.
 */
public final class GlobalMaxPooling2D extends BaseGlobalPooling<GlobalMaxPooling2D> {
    /** Over height and width. */
    public GlobalMaxPooling2D() {
        super(2);
    }

    @Override
    Tensor reduce(Tensor x, int[] axes, boolean keepDims, Call call) {
        return Ops.max(x, axes, keepDims);
    }
}
