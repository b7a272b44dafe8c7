package org.kerata.layers.recurrent;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of long short-term memory. With {@code (i, f, c̃, o)} the four parts of {@code x · kernel + h · recurrentKernel + bias}, {@code c'
 * = σ(f) · c + σ(i) · tanh(c̃)} and {@code h' = σ(o) · tanh(c')}.
 *
 * <p>Inputs {@code (batch, features)} and the states h and c, each {@code (batch, units)}; outputs h', h' and c'. Weights: {@code kernel
 * (features, 4 · units)}, {@code recurrent_kernel (units, 4 · units)} and, with {@code useBias}, {@code bias (4 · units)}, of which f's part
 * starts at 1. Hochreiter and Schmidhuber, Long Short-Term Memory, 1997. Keras: {@code keras.layers.LSTMCell}.
 */
public final class LSTMCell extends BaseLSTMCell<LSTMCell> implements GatedUnits<LSTMCell> {
    LSTMCell() {
        this((UnitOptions) null);
    }

    LSTMCell(@Nullable UnitOptions given) {
        super(UnitOptions.Variant.LSTM_CELL, given);
    }

    /** With this many units, 1 or more. */
    public LSTMCell(int units) {
        this();
        options.units.set(units);
    }

    /** Whether the bias of the forget gate starts at 1; true by default. */
    public LSTMCell unitForgetBias(boolean unitForgetBias) {
        return with(UnitOptions.own(options.unitForgetBias), unitForgetBias);
    }

    @Override
    public List<Integer> stateSizes() {
        return List.of(units(), units());
    }
}
