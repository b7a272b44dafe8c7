package org.kerata.layers.pooling;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;

/**
 * The largest of each channel of volumes.
 *
 * <p>Input {@code (batch, depth, height, width, channels)}, output {@code (batch, channels)}. Keras: {@code
 * keras.layers.GlobalMaxPooling3D}.
 */
public final class GlobalMaxPooling3D extends BaseGlobalPooling<GlobalMaxPooling3D> {
    /** Over depth, height and width. */
    public GlobalMaxPooling3D() {
        super(3);
    }

    @Override
    Tensor reduce(Tensor x, int[] axes, boolean keepDims, Call call) {
        return Ops.max(x, axes, keepDims);
    }
}
