package org.kerata.layers.activations;

import java.util.List;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/** Activations that take more than a line, with Keras's default settings. */
final class Formulas {
    private static final double SHRINK = 0.5;

    private Formulas() {}

    /** The first half of the last axis, each element times the sigmoid of its partner in the second. */
    static Tensor glu(Tensor x) {
        List<Tensor> halves = Ops.split(x, 2, -1);
        return halves.get(0).times(Ops.sigmoid(halves.get(1)));
    }

    /** {@code x / 6 + 0.5} between 0 and 1. */
    static Tensor hardSigmoid(Tensor x) {
        return Ops.clip(x.times(1 / 6.0).plus(0.5), 0, 1);
    }

    static Tensor hardSilu(Tensor x) {
        return x.times(hardSigmoid(x));
    }

    /** x, and 0 where it is within 0.5 of 0. */
    static Tensor hardShrink(Tensor x) {
        return Ops.where(Ops.absolute(x).greater(SHRINK), x, Ops.zerosLike(x));
    }

    /** x moved by 0.5 towards 0, and 0 where it is within 0.5 of 0. */
    static Tensor softShrink(Tensor x) {
        return x.minus(Ops.clip(x, -SHRINK, SHRINK));
    }

    /** 0 up to -1, x from 1 on, and a parabola between. */
    static Tensor sparsePlus(Tensor x) {
        Tensor between = Ops.square(x.plus(1)).times(0.25);
        Tensor upper = Ops.where(x.less(1), between, x);
        return Ops.where(x.lessEqual(-1), Ops.zerosLike(x), upper);
    }
}
