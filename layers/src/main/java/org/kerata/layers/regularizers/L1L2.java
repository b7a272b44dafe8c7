package org.kerata.layers.regularizers;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Option;

/**
 * {@code l1} times the sum of absolute values plus {@code l2} times the sum of squares; both 0 by default. Keras: {@code
 * keras.regularizers.L1L2}.
 */
public final class L1L2 extends Regularizer {
    private final Option<Double> l1 = option("l1", FACTOR, 0.0);
    private final Option<Double> l2 = option("l2", FACTOR, 0.0);

    L1L2() {}

    /** With these factors, 0 or more. */
    public L1L2(double l1, double l2) {
        this.l1.set(l1);
        this.l2.set(l2);
    }

    @Override
    public Tensor apply(Tensor x) {
        Tensor sum = Tensor.scalar(0, x.dtype());
        if (l1.get() != 0) {
            sum = sum.plus(Ops.absolute(x).sum().times(l1.get()));
        }
        return l2.get() == 0 ? sum : sum.plus(Ops.square(x).sum().times(l2.get()));
    }
}
