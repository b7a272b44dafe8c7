package org.kerata.layers.pooling;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/**
 * The largest of each of a given number of windows that cover images.
 *
 * <p>Input {@code (batch, height, width, channels)}, output {@code (batch, height', width', channels)}, with as many places as were asked
 * for. Keras: {@code keras.layers.AdaptiveMaxPooling2D}.
 */
public final class AdaptiveMaxPooling2D extends BaseAdaptivePooling<AdaptiveMaxPooling2D> {
    AdaptiveMaxPooling2D() {
        super(2);
    }

    /** To outputs as high as wide. */
    public AdaptiveMaxPooling2D(int outputSize) {
        this(new int[] {outputSize, outputSize});
    }

    /** To outputs of this height and width. */
    public AdaptiveMaxPooling2D(int[] outputSize) {
        this();
        outputSize(outputSize);
    }

    @Override
    Tensor pool(Tensor x, int[] outputSize) {
        return Ops.adaptiveMaxPool(x, outputSize);
    }
}
