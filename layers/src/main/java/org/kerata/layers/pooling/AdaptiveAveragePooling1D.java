package org.kerata.layers.pooling;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/**
 * The mean of each of a given number of windows that cover sequences.
 *
 * <p>Input {@code (batch, steps, channels)}, output {@code (batch, steps', channels)}, with as many places as were asked for. Keras: {@code
 * keras.layers.AdaptiveAveragePooling1D}.
 */
public final class AdaptiveAveragePooling1D extends BaseAdaptivePooling<AdaptiveAveragePooling1D> {
    AdaptiveAveragePooling1D() {
        super(1);
    }

    /** To this length. */
    public AdaptiveAveragePooling1D(int outputSize) {
        this();
        outputSize(outputSize);
    }

    @Override
    Tensor pool(Tensor x, int[] outputSize) {
        return Ops.adaptiveAveragePool(x, outputSize);
    }
}
