package org.kerata.layers.pooling;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/**
 * The mean of each of a given number of windows that cover volumes.
 *
 * <p>Input {@code (batch, depth, height, width, channels)}, output {@code (batch, depth', height', width', channels)}, with as many places
 * as were asked for. Keras: {@code keras.layers.AdaptiveAveragePooling3D}.
 */
public final class AdaptiveAveragePooling3D extends BaseAdaptivePooling<AdaptiveAveragePooling3D> {
    AdaptiveAveragePooling3D() {
        super(3);
    }

    /** To outputs as deep as high and wide. */
    public AdaptiveAveragePooling3D(int outputSize) {
        this(new int[] {outputSize, outputSize, outputSize});
    }

    /** To outputs of this depth, height and width. */
    public AdaptiveAveragePooling3D(int[] outputSize) {
        this();
        outputSize(outputSize);
    }

    @Override
    Tensor pool(Tensor x, int[] outputSize) {
        return Ops.adaptiveAveragePool(x, outputSize);
    }
}
