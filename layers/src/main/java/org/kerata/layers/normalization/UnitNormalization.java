package org.kerata.layers.normalization;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * Divides each sample by its length: the root of the sum of squares over some axes together, by default the last, is 1 then.
 *
 * <p>Output of the input's shape; zeros stay zeros. Keras: {@code keras.layers.UnitNormalization}.
 */
public final class UnitNormalization extends FluentLayer<UnitNormalization> {
    private static final double LARGEST_FACTOR = 1e12;

    private final Option<int[]> axis = option("axis", Kind.axes(), new int[] {-1});

    /** Over the last axis. */
    public UnitNormalization() {
        supportsMasking(true);
    }

    /** The axes that are normalised together; -1 by default. */
    public UnitNormalization axis(int... axes) {
        return with(axis, axes);
    }

    @Override
    protected void build(Shape input) {
        for (int a : axis.get()) {
            input.axis(a);
        }
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        Tensor factor = Ops.rsqrt(Ops.sum(Ops.square(x), axis.get(), true));
        return x.times(Ops.minimum(factor, Tensor.scalar(LARGEST_FACTOR, x.dtype())));
    }
}
