package org.kerata.layers.constraints;

import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/** Every vector along the axis, 0 by default, has the length 1. Keras: {@code keras.constraints.UnitNorm}. */
public final class UnitNorm extends Constraint {
    private final Option<int[]> axis = option("axis", Kind.axes(), new int[] {0});

    /** Along axis 0. */
    public UnitNorm() {}

    /** The axes along which lengths are taken; 0 by default, {@code 0, 1, 2} for the kernel of a Conv2D. */
    public UnitNorm axis(int... axes) {
        return with(axis, axes);
    }

    @Override
    public Tensor apply(Tensor weight) {
        return weight.div(Norms.of(weight, axis.get()).plus(Norms.EPSILON));
    }
}
