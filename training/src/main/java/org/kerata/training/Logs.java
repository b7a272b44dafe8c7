package org.kerata.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ObjDoubleConsumer;
import org.kerata.autodiff.ConfigException;
import org.kerata.layers.Nearest;

/**
 * Figures by name: what an epoch, an evaluation or a batch came to. As in Keras they stand in alphabetical order, and what callbacks add
 * comes last. A metric with several results stands here with their mean.
 */
public final class Logs {
    private final Map<String, Double> values = new LinkedHashMap<>();

    /** Without figures. */
    public Logs() {}

    /** With these figures, in alphabetical order. */
    public static Logs of(Map<String, Double> figures) {
        Logs l = new Logs();
        l.values.putAll(new TreeMap<>(figures));
        return l;
    }

    /**
     * The figure with this name: {@code "loss"}, {@code "accuracy"}, {@code "val_loss"}.
     *
     * @throws ConfigException if there is none; the message names the nearest
     */
    public double get(String name) {
        Double v = values.get(name);
        if (v == null) {
            throw new ConfigException("Logs: there is no \"" + name + "\"." + Nearest.hint(name, values.keySet()));
        }
        return v;
    }

    /** The loss. */
    public double loss() {
        return get("loss");
    }

    /** Whether there is a figure with this name. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** Adds or replaces a figure. */
    public void put(String name, double value) {
        values.put(name, value);
    }

    /** Adds all figures of others, each with a prefix to its name. */
    public void putAll(String prefix, Logs others) {
        others.forEach((name, value) -> put(prefix + name, value));
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** All figures, in order. */
    public Map<String, Double> asMap() {
        return Collections.unmodifiableMap(values);
    }

    /** Calls a function with each name and figure, in order. */
    public void forEach(ObjDoubleConsumer<String> each) {
        values.forEach((name, value) -> each.accept(name, value));
    }

    /** The figures by name, as {@code {accuracy=0.98, loss=0.07}}. */
    @Override
    public String toString() {
        return values.toString();
    }
}
