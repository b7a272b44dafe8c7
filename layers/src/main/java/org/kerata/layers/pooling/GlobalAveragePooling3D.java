package org.kerata.layers.pooling;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;

/**
 * The mean of each channel of volumes.
 *
 * <p>Input {@code (batch, depth, height, width, channels)}, output {@code (batch, channels)}. Keras: {@code
 * keras.layers.GlobalAveragePooling3D}.
 */
public final class GlobalAveragePooling3D extends BaseGlobalPooling<GlobalAveragePooling3D> {
    /** Over depth, height and width. */
    public GlobalAveragePooling3D() {
        super(3);
    }

    @Override
    Tensor reduce(Tensor x, int[] axes, boolean keepDims, Call call) {
        return Ops.mean(x, axes, keepDims);
    }
}
