package org.kerata.layers.pooling;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Axes;
import org.kerata.layers.Call;

/**
 * The mean of each channel of sequences. Of a masked sequence only the valid steps count; if there is none, the mean is not a number.
 *
 * <p>Input {@code (batch, steps, channels)}, output {@code (batch, channels)}. Keras: {@code keras.layers.GlobalAveragePooling1D}.
 */
public final class GlobalAveragePooling1D extends BaseGlobalPooling<GlobalAveragePooling1D> {
    /** Over steps. */
    public GlobalAveragePooling1D() {
        super(1);
        supportsMasking(true);
    }

    @Override
    Tensor reduce(Tensor x, int[] axes, boolean keepDims, Call call) {
        Tensor mask = call.mask();
        if (mask == null) {
            return Ops.mean(x, axes, keepDims);
        }
        Tensor valid = Axes.move(Ops.expandDims(mask, 2), 1, axes[0]);
        Tensor sum = Ops.sum(Ops.where(valid, x, Ops.zerosLike(x)), axes, keepDims);
        return sum.div(Ops.sum(valid.cast(x.dtype()), axes, keepDims));
    }

    @Override
    protected boolean takesMask() {
        return true;
    }

    @Override
    protected @Nullable Tensor computeMask(List<Tensor> inputs, Call call) {
        return null;
    }
}
