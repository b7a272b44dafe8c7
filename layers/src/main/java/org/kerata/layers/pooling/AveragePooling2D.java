package org.kerata.layers.pooling;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Pooling;

/**
 * The mean of each window of images.
 *
 * <p>Input {@code (batch, height, width, channels)}, output {@code (batch, height', width', channels)}. Keras: {@code
 * keras.layers.AveragePooling2D}.
 */
public final class AveragePooling2D extends BasePooling<AveragePooling2D> {
    AveragePooling2D() {
        super(2, false);
    }

    /** Over windows as high as wide. */
    public AveragePooling2D(int poolSize) {
        this(new int[] {poolSize, poolSize});
    }

    /** Over windows of this height and width. */
    public AveragePooling2D(int[] poolSize) {
        this();
        poolSize(poolSize);
    }

    @Override
    Tensor pool(Tensor x, Pooling.Pool how) {
        return Ops.averagePool(x, how);
    }
}
