package org.kerata.layers.pooling;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/**
 * The largest of each of a given number of windows that cover sequences.
 *
 * <p>Input {@code (batch, steps, channels)}, output {@code (batch, steps', channels)}, with as many places as were asked for. Keras: {@code
 * keras.layers.AdaptiveMaxPooling1D}.
 */
public final class AdaptiveMaxPooling1D extends BaseAdaptivePooling<AdaptiveMaxPooling1D> {
    AdaptiveMaxPooling1D() {
        super(1);
    }

    /** To this length. */
    public AdaptiveMaxPooling1D(int outputSize) {
        this();
        outputSize(outputSize);
    }

    @Override
    Tensor pool(Tensor x, int[] outputSize) {
        return Ops.adaptiveMaxPool(x, outputSize);
    }
}
