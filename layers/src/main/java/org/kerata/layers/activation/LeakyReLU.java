package org.kerata.layers.activation;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * x, and below 0 the slope times x.
 *
 * <p>Output of the input's shape. Keras: {@code keras.layers.LeakyReLU}.
 */
public final class LeakyReLU extends FluentLayer<LeakyReLU> {
    private final Option<Double> negativeSlope = option("negative_slope", Kind.real("0 or more", x -> x >= 0), 0.3);

    /** With a slope of 0.3. */
    public LeakyReLU() {
        supportsMasking(true);
    }

    /** The slope below 0, 0 or more; 0.3 by default. */
    public LeakyReLU negativeSlope(double negativeSlope) {
        return with(this.negativeSlope, negativeSlope);
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        return Ops.leakyRelu(x, negativeSlope.get());
    }
}
