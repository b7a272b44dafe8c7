package org.kerata.layers.pooling;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Pooling;

/**
 * The largest of each window of volumes.
 *
 * <p>Input {@code (batch, depth, height, width, channels)}, output {@code (batch, depth', height', width', channels)}. Keras: {@code
 * keras.layers.MaxPooling3D}.
 */
public final class MaxPooling3D extends BasePooling<MaxPooling3D> {
    /** Over windows of 2 × 2 × 2. */
    public MaxPooling3D() {
        super(3, true);
    }

    /** Over windows as deep as high and wide. */
    public MaxPooling3D(int poolSize) {
        this(new int[] {poolSize, poolSize, poolSize});
    }

    /** Over windows of this depth, height and width. */
    public MaxPooling3D(int[] poolSize) {
        this();
        poolSize(poolSize);
    }

    @Override
    Tensor pool(Tensor x, Pooling.Pool how) {
        return Ops.maxPool(x, how);
    }
}
