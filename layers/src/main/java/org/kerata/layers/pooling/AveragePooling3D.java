package org.kerata.layers.pooling;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Pooling;

/**
 * The mean of each window of volumes.
 *
 * <p>Input {@code (batch, depth, height, width, channels)}, output {@code (batch, depth', height', width', channels)}. Keras: {@code
 * keras.layers.AveragePooling3D}.
 */
public final class AveragePooling3D extends BasePooling<AveragePooling3D> {
    AveragePooling3D() {
        super(3, false);
    }

    /** Over windows as deep as high and wide. */
    public AveragePooling3D(int poolSize) {
        this(new int[] {poolSize, poolSize, poolSize});
    }

    /** Over windows of this depth, height and width. */
    public AveragePooling3D(int[] poolSize) {
        this();
        poolSize(poolSize);
    }

    @Override
    Tensor pool(Tensor x, Pooling.Pool how) {
        return Ops.averagePool(x, how);
    }
}
