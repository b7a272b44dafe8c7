package org.kerata.layers.pooling;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Pooling;

/**
 * The largest of each window of sequences.
 *
 * <p>Input {@code (batch, steps, channels)}, output {@code (batch, steps', channels)}. Keras: {@code keras.layers.MaxPooling1D}.
 */
public final class MaxPooling1D extends BasePooling<MaxPooling1D> {
    /** Over windows of 2. */
    public MaxPooling1D() {
        super(1, true);
    }

    /** Over windows of this length. */
    public MaxPooling1D(int poolSize) {
        this();
        poolSize(poolSize);
    }

    @Override
    Tensor pool(Tensor x, Pooling.Pool how) {
        return Ops.maxPool(x, how);
    }
}
