package org.kerata.layers.activation;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Option;

/**
 * x, and below 0 {@code alpha · (eˣ - 1)}.
 *
 * <p>Output of the input's shape. Keras: {@code keras.layers.ELU}.
 */
public final class ELU extends FluentLayer<ELU> {
    private final Option<Double> alpha = option("alpha", DOUBLE, 1.0);

    /** With an alpha of 1. */
    public ELU() {
        supportsMasking(true);
    }

    /** What the output tends to far below 0, negated; 1 by default. */
    public ELU alpha(double alpha) {
        return with(this.alpha, alpha);
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        return Ops.elu(x, alpha.get());
    }
}
