package org.kerata.layers.regularizers;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/** {@code l1} times the sum of absolute values; 0.01 by default. Keras: {@code keras.regularizers.L1}. */
public final class L1 extends Regularizer {
    private final Option<Double> l1 = option("l1", FACTOR, 0.01);

    /** With the factor 0.01. */
    public L1() {}

    /** With this factor, 0 or more. */
    public L1(double l1) {
        this.l1.set(l1);
    }

    @Override
    public Tensor apply(Tensor x) {
        return Ops.absolute(x).sum().times(l1.get());
    }
}
