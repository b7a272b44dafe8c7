package org.kerata.layers.constraints;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * Every vector along the axis has a length from {@code minValue} to {@code maxValue}, 0 to 1 by default, approached at a rate. Keras: {@code
 * keras.constraints.MinMaxNorm}.
 */
public final class MinMaxNorm extends Constraint {
    private final Option<Double> minValue = option("min_value", Kind.real("0 or more", x -> x >= 0), 0.0);
    private final Option<Double> maxValue = option("max_value", Kind.real("0 or more", x -> x >= 0), 1.0);
    private final Option<Double> rate = option("rate", Kind.real("from 0 to 1", x -> x >= 0 && x <= 1), 1.0);
    private final Option<int[]> axis = option("axis", Kind.axes(), new int[] {0});

    /** From 0 to 1. */
    public MinMaxNorm() {}

    /** The least length; 0 by default. */
    public MinMaxNorm minValue(double minValue) {
        return with(this.minValue, minValue);
    }

    /** The greatest length; 1 by default. */
    public MinMaxNorm maxValue(double maxValue) {
        return with(this.maxValue, maxValue);
    }

    /** Which part of the way to the allowed length is gone at an update; 1 by default. */
    public MinMaxNorm rate(double rate) {
        return with(this.rate, rate);
    }

    /** The axes along which lengths are taken; 0 by default, {@code 0, 1, 2} for the kernel of a Conv2D. */
    public MinMaxNorm axis(int... axes) {
        return with(axis, axes);
    }

    @Override
    public Tensor apply(Tensor weight) {
        Tensor norms = Norms.of(weight, axis.get());
        double r = rate.get();
        Tensor desired =
                Ops.clip(norms, minValue.get(), maxValue.get()).times(r).plus(norms.times(1 - r));
        return weight.times(desired.div(norms.plus(Norms.EPSILON)));
    }
}
