package org.kerata.layers.recurrent;

import org.kerata.layers.activations.ActivationFunction;

/**
 * The options of {@link Units} with gates.
 *
 * @param <S> the own type of the cell or layer
 */
public sealed interface GatedUnits<S> extends Units<S> permits LSTM, LSTMCell, GRU, GRUCell, BaseConvLSTM {
    /** The activation of the gates by name; {@code "sigmoid"} by default. */
    default S recurrentActivation(String name) {
        return UnitOptions.set(this, o -> UnitOptions.own(o.recurrentActivation), name);
    }

    /** The activation of the gates as a function. */
    default S recurrentActivation(ActivationFunction function) {
        return UnitOptions.set(this, o -> UnitOptions.own(o.recurrentActivation), function);
    }
}
