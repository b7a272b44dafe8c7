package org.kerata.layers.activation;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * {@code eˣ}, scaled so that the sum along the axis is 1. With a mask, what is masked gets 0.
 *
 * <p>Output of the input's shape. Keras: {@code keras.layers.Softmax}.
 */
public final class Softmax extends FluentLayer<Softmax> {
    /** What a masked element is lowered by: to nothing, without an infinity that would make NaN. */
    private static final double MASKED = -3.0e38;

    private final Option<int[]> axis = option("axis", Kind.axes(), new int[] {-1});

    /** Along the last axis. */
    public Softmax() {
        supportsMasking(true);
    }

    /** The axis, or the axes over which the sum is 1 together; -1 by default. */
    public Softmax axis(int... axes) {
        return with(axis, axes);
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        Tensor mask = call.mask();
        Tensor open = mask == null ? x : Ops.where(mask, x, Ops.fullLike(x, MASKED));
        int[] axes = axis.get();
        Tensor y = axes.length == 1 ? Ops.softmax(open, axes[0]) : Ops.exp(open.minus(Ops.logsumexp(open, axes, true)));
        return mask == null ? y : Ops.where(mask, y, Ops.zerosLike(y));
    }

    @Override
    protected boolean takesMask() {
        return true;
    }
}
