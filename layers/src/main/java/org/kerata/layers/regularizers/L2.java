package org.kerata.layers.regularizers;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/** {@code l2} times the sum of squares; 0.01 by default. Keras: {@code keras.regularizers.L2}. */
public final class L2 extends Regularizer {
    private final Option<Double> l2 = option("l2", FACTOR, 0.01);

    /** With the factor 0.01. */
    public L2() {}

    /** With this factor, 0 or more. */
    public L2(double l2) {
        this.l2.set(l2);
    }

    @Override
    public Tensor apply(Tensor x) {
        return Ops.square(x).sum().times(l2.get());
    }
}
