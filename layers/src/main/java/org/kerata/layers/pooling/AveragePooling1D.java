package org.kerata.layers.pooling;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Pooling;

/**
 * The mean of each window of sequences.
 *
 * <p>Input {@code (batch, steps, channels)}, output {@code (batch, steps', channels)}. Keras: {@code keras.layers.AveragePooling1D}.
 */
public final class AveragePooling1D extends BasePooling<AveragePooling1D> {
    AveragePooling1D() {
        super(1, false);
    }

    /** Over windows of this length. */
    public AveragePooling1D(int poolSize) {
        this();
        poolSize(poolSize);
    }

    @Override
    Tensor pool(Tensor x, Pooling.Pool how) {
        return Ops.averagePool(x, how);
    }
}
