package org.kerata.training.callbacks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kerata.autodiff.ConfigException;
import org.kerata.layers.Nearest;
import org.kerata.training.Logs;

/** The figures of every epoch; what {@code fit} returns. Keras: {@code keras.callbacks.History}. */
public final class History extends Callback {
    private final List<Integer> epochs = new ArrayList<>();
    private final Map<String, List<Double>> figures = new LinkedHashMap<>();

    /** Without epochs so far. */
    public History() {}

    @Override
    public void onTrainBegin(Logs logs) {
        epochs.clear();
    }

    @Override
    public void onEpochEnd(int epoch, Logs logs) {
        epochs.add(epoch);
        logs.forEach((name, value) ->
                figures.computeIfAbsent(name, n -> new ArrayList<>()).add(value));
    }

    /**
     * A figure over the epochs, such as {@code "val_loss"}.
     *
     * @throws ConfigException if there is none of this name; the message names the nearest
     */
    public double[] get(String name) {
        List<Double> values = figures.get(name);
        if (values == null) {
            throw new ConfigException("History: there is no \"" + name + "\"." + Nearest.hint(name, figures.keySet()));
        }
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Whether there is a figure of this name. */
    public boolean has(String name) {
        return figures.containsKey(name);
    }

    /** The names of the figures, in order. */
    public Collection<String> names() {
        return Collections.unmodifiableCollection(figures.keySet());
    }

    /** The indices of the epochs, from 0. */
    public int[] epochs() {
        return epochs.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The figures by name. */
    @Override
    public String toString() {
        return figures.toString();
    }
}
