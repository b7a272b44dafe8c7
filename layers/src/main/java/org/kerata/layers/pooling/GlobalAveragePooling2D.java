package org.kerata.layers.pooling;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;

/**
 * The mean of each channel of images.
 *
 * <p>Input {@code (batch, height, width, channels)}, output {@code (batch, channels)}. Keras: {@code keras.layers.GlobalAveragePooling2D}.
 */
public final class GlobalAveragePooling2D extends BaseGlobalPooling<GlobalAveragePooling2D> {
    /** Over height and width. */
    public GlobalAveragePooling2D() {
        super(2);
    }

    @Override
    Tensor reduce(Tensor x, int[] axes, boolean keepDims, Call call) {
        return Ops.mean(x, axes, keepDims);
    }
}
