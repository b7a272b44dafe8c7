package org.kerata.layers.core;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.InputSpec;
import org.kerata.layers.Option;

/**
 * Masks the steps of a sequence in which all numbers are the same given one, and sets them to 0.
 *
 * <p>Input and output {@code (batch, …, features)}; the output's mask {@code (batch, …)} is false for such steps. Keras: {@code
 * keras.layers.Masking}.
 */
public final class Masking extends FluentLayer<Masking> {
    private static final int[] LAST = {-1};

    private final Option<Double> maskValue = option("mask_value", DOUBLE, 0.0);

    /** Steps of zeros. */
    public Masking() {
        inputSpec(InputSpec.minRank(1));
        supportsMasking(true);
    }

    /** Steps in which all numbers are this one. */
    public Masking(double maskValue) {
        this();
        this.maskValue.set(maskValue);
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        return Ops.where(Ops.any(differs(x), LAST, true), x, Ops.zerosLike(x));
    }

    @Override
    protected @Nullable Tensor computeMask(List<Tensor> inputs, Call call) {
        return Ops.any(differs(inputs.get(0)), LAST, false);
    }

    private Tensor differs(Tensor x) {
        return Ops.notEqual(x, Tensor.scalar(maskValue.get(), x.dtype()));
    }
}
