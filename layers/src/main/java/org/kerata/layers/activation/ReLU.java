package org.kerata.layers.activation;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * {@code max(x, 0)}, in general: x above the threshold and up to the maximum, below the threshold {@code negativeSlope · (x -
 * threshold)}.
 *
 * <p>Output of the input's shape. Keras: {@code keras.layers.ReLU}.
 */
public final class ReLU extends FluentLayer<ReLU> {
    private static final Kind<Double> NOT_NEGATIVE = Kind.real("0 or more", x -> x >= 0);

    private final Option<Double> maxValue = optional("max_value", NOT_NEGATIVE);
    private final Option<Double> negativeSlope = option("negative_slope", NOT_NEGATIVE, 0.0);
    private final Option<Double> threshold = option("threshold", NOT_NEGATIVE, 0.0);

    /** The plain rectifier. */
    public ReLU() {
        supportsMasking(true);
    }

    /** The largest output, 0 or more; none by default. */
    public ReLU maxValue(double maxValue) {
        return with(this.maxValue, maxValue);
    }

    /** The slope below the threshold, 0 or more; 0 by default. */
    public ReLU negativeSlope(double negativeSlope) {
        return with(this.negativeSlope, negativeSlope);
    }

    /** Where the rectifier opens, 0 or more; 0 by default. */
    public ReLU threshold(double threshold) {
        return with(this.threshold, threshold);
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        Double max = maxValue.orNull();
        return Ops.relu(x, negativeSlope.get(), max == null ? Double.POSITIVE_INFINITY : max, threshold.get());
    }
}
