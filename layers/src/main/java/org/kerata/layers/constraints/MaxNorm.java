package org.kerata.layers.constraints;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * No vector along the axis is longer than {@code maxValue}; 2 and axis 0 by default: the inputs of a dense unit. Keras: {@code
 * keras.constraints.MaxNorm}.
 */
public final class MaxNorm extends Constraint {
    private final Option<Double> maxValue = option("max_value", Kind.real("0 or more", x -> x >= 0), 2.0);
    private final Option<int[]> axis = option("axis", Kind.axes(), new int[] {0});

    /** With the length 2. */
    public MaxNorm() {}

    /** With this length. */
    public MaxNorm(double maxValue) {
        this.maxValue.set(maxValue);
    }

    /** The axes along which lengths are taken; 0 by default, {@code 0, 1, 2} for the kernel of a Conv2D. */
    public MaxNorm axis(int... axes) {
        return with(axis, axes);
    }

    @Override
    public Tensor apply(Tensor weight) {
        Tensor norms = Norms.of(weight, axis.get());
        return weight.times(Ops.clip(norms, 0, maxValue.get()).div(norms.plus(Norms.EPSILON)));
    }
}
