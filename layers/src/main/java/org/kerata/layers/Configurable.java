package org.kerata.layers;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;

/**
 * What has options that Keras would write into a config: a layer, an initializer, a regularizer, a constraint, a loss, a metric, an
 * optimizer. Options are declared as fields, each once; the config follows from them in the order of declaration.
 */
public abstract class Configurable {
    /** True or false. */
    protected static final Kind<Boolean> BOOL = Kind.bool();

    /** A whole number. */
    protected static final Kind<Integer> INT = Kind.integer();

    /** A number. */
    protected static final Kind<Double> DOUBLE = Kind.real();

    /** Text. */
    protected static final Kind<String> STRING = Kind.string();

    /** A seed for random numbers. */
    protected static final Kind<Long> SEED = Kind.seed();

    private final Map<String, Option<?>> options = new LinkedHashMap<>();
    private final Map<String, List<Object>> tolerated = new HashMap<>();

    /** For subclasses. */
    protected Configurable() {}

    /** Declares an option that has a default and always a value. */
    protected final <T> Option<T> option(String key, Kind<T> kind, T initial) {
        return declare(new Option<>(this, key, kind, initial, initial));
    }

    /** Declares an option that has a default and may be set to nothing. */
    protected final <T> Option<T> nullable(String key, Kind<T> kind, T initial) {
        return declare(new Option<>(this, key, kind, initial, null));
    }

    /** Declares an option that has no value unless it is given. */
    protected final <T> Option<T> optional(String key, Kind<T> kind) {
        return declare(new Option<>(this, key, kind, null, null));
    }

    /** Declares an option that must be given: a parameter of the constructor. */
    protected final <T> Option<T> required(String key, Kind<T> kind) {
        return declare(new Option<>(this, key, kind, null, null));
    }

    private <T> Option<T> declare(Option<T> o) {
        if (options.put(o.key(), o) != null) {
            throw new ConfigException(className() + ": the option \"" + o.key() + "\" is declared twice.");
        }
        return o;
    }

    /**
     * Declares a key that newer or older versions of Keras write and that changes nothing while it has one of these values; with none
     * given, whatever it has. It is not written.
     */
    protected final void tolerate(String key, Object... harmless) {
        tolerated.put(key, List.of(harmless));
    }

    /**
     * Sets an option and returns this object as its own type: for fluent setters, {@code return with(units, n);}.
     *
     * @throws ConfigException if the value is not allowed
     */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    protected final <C extends Configurable> C with(Option<?> option, @Nullable Object value) {
        option.set(value);
        return (C) this;
    }

    /** Keras's class name, as it stands in files and messages. */
    public String className() {
        return getClass().getSimpleName();
    }

    /** The options as Keras would write them: numbers, strings, truth values, lists, maps and nulls, in order. */
    public Map<String, @Nullable Object> config() {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        for (Option<?> o : options.values()) {
            out.put(o.key(), o.encoded());
        }
        return out;
    }

    /**
     * Takes the options from a config. Keys that are missing keep their defaults; unknown ones without a value are passed over.
     *
     * @throws ConfigException if a key is unknown or a value not allowed
     */
    public void configure(Map<String, ? extends @Nullable Object> config) {
        config.forEach((key, value) -> {
            Option<?> o = options.get(key);
            if (o == null && (value == null || isTolerated(key, value))) {
                return;
            }
            if (o == null) {
                throw new ConfigException(
                        className() + ": unknown option \"" + key + "\"." + Nearest.hint(key, options.keySet()));
            }
            if (value != null || o.isSet()) {
                o.set(value);
            }
        });
    }

    private boolean isTolerated(String key, Object value) {
        List<Object> harmless = tolerated.get(key);
        return harmless != null && (harmless.isEmpty() || harmless.contains(value));
    }

    /** Called before an option changes; throws where that is no longer possible. */
    protected void beforeChange(String option) {}
}
