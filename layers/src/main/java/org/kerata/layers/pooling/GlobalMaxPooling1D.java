package org.kerata.layers.pooling;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;

/**
 * The largest of each channel of sequences.
 *
 * <p>Input {@code (batch, steps, channels)}, output {@code (batch, channels)}. Keras: {@code keras.layers.GlobalMaxPooling1D}.
 */
public final class GlobalMaxPooling1D extends BaseGlobalPooling<GlobalMaxPooling1D> {
    /** Over steps. */
    public GlobalMaxPooling1D() {
        super(1);
    }

    @Override
    Tensor reduce(Tensor x, int[] axes, boolean keepDims, Call call) {
        return Ops.max(x, axes, keepDims);
    }
}
