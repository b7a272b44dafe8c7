package org.kerata.layers.recurrent;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A fully connected recurrence along sequences: {@code h' = activation(x · kernel + bias + h · recurrentKernel)}.
 *
 * <p>Input {@code (batch, steps, features)} and perhaps a state {@code (batch, units)}; output {@code (batch, units)}, or {@code (batch,
 * steps, units)} with {@code returnSequences}. Weights as in {@link SimpleRNNCell}. Keras: {@code keras.layers.SimpleRNN}.
 */
public final class SimpleRNN extends UnitsRNN<SimpleRNN, SimpleRNNCell> {
    SimpleRNN() {
        super(UnitOptions.Variant.SIMPLE, SimpleRNNCell::new);
    }

    /** With this many units, 1 or more. */
    public SimpleRNN(int units) {
        this();
        options.units.set(units);
    }

    /** Keras leaves the seed out here. */
    @Override
    public Map<String, @Nullable Object> config() {
        Map<String, @Nullable Object> out = super.config();
        out.remove("seed", null);
        return out;
    }
}
