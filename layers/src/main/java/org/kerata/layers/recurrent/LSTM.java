package org.kerata.layers.recurrent;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;

/**
 * Long short-term memory along sequences.
 *
 * <p>Input {@code (batch, steps, features)} and perhaps the states h and c, each {@code (batch, units)}; output {@code (batch, units)}, or
 * {@code (batch, steps, units)} with {@code returnSequences}. What a step computes, and the weights, stand in {@link LSTMCell}. Keras:
 * {@code keras.layers.LSTM}.
 */
public final class LSTM extends UnitsRNN<LSTM, LSTMCell> implements GatedUnits<LSTM> {
    LSTM() {
        super(UnitOptions.Variant.LSTM, LSTMCell::new);
    }

    /** With this many units, 1 or more. */
    public LSTM(int units) {
        this();
        options.units.set(units);
    }

    /** Whether the bias of the forget gate starts at 1; true by default. */
    public LSTM unitForgetBias(boolean unitForgetBias) {
        return with(UnitOptions.own(options.unitForgetBias), unitForgetBias);
    }

    @Override
    Steps fused(Tensor x, List<Tensor> initial, @Nullable Tensor mask, Call call) {
        LSTMCell cell = cell();
        Tensor gates = cell.projection(x.shape().without(1), cell.bias(), call).ofSteps(x);
        List<Tensor> made = Ops.lstm(gates, cell.recurrentKernel(), initial, mask, goesBackwards());
        return steps(made.get(0), made.subList(1, 3), mask);
    }
}
