package org.kerata.layers.recurrent;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;

/**
 * One step of a fully connected recurrence: {@code h' = activation(x · kernel + bias + h · recurrentKernel)}, which is output and state.
 *
 * <p>Inputs {@code (batch, features)} and the state {@code (batch, units)}; outputs {@code (batch, units)} twice. Weights: {@code kernel
 * (features, units)}, {@code recurrent_kernel (units, units)} and, with {@code useBias}, {@code bias (units)}. Keras: {@code
 * keras.layers.SimpleRNNCell}.
 */
public final class SimpleRNNCell extends UnitsCell<SimpleRNNCell> {
    SimpleRNNCell() {
        this((UnitOptions) null);
    }

    SimpleRNNCell(@Nullable UnitOptions given) {
        super(UnitOptions.Variant.SIMPLE, 1, given);
    }

    /** With this many units, 1 or more. */
    public SimpleRNNCell(int units) {
        this();
        options.units.set(units);
    }

    @Override
    public List<Integer> stateSizes() {
        return List.of(units());
    }

    @Override
    protected Step start(Shape input, Call call) {
        Projection projection = projection(input, bias(), call);
        List<Tensor> masks = recurrentMasks(input.dim(0), call);
        return new Step() {
            @Override
            public Tensor prepare(Tensor x) {
                return projection.of(x);
            }

            @Override
            public List<Tensor> of(Tensor x, List<Tensor> states) {
                Tensor h = options.activation.get().apply(x.plus(recur(states.get(0), recurrentKernel(), masks)));
                return List.of(h, h);
            }
        };
    }
}
