package org.kerata.layers.pooling;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Pooling;

/**
 * The largest of each window of images.
 *
 * <p>Input {@code (batch, height, width, channels)}, output {@code (batch, height', width', channels)}. Keras: {@code
 * keras.layers.MaxPooling2D}.
 */
public final class MaxPooling2D extends BasePooling<MaxPooling2D> {
    /** Over windows of 2 × 2. */
    public MaxPooling2D() {
        super(2, true);
    }

    /** Over windows as high as wide. */
    public MaxPooling2D(int poolSize) {
        this(new int[] {poolSize, poolSize});
    }

    /** Over windows of this height and width. */
    public MaxPooling2D(int[] poolSize) {
        this();
        poolSize(poolSize);
    }

    @Override
    Tensor pool(Tensor x, Pooling.Pool how) {
        return Ops.maxPool(x, how);
    }
}
