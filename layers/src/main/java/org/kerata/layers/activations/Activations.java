package org.kerata.layers.activations;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.layers.Kind;
import org.kerata.layers.Names;

/** The activation functions, under Keras's names: one line each. */
public final class Activations {
    /** Keras's names; users add their own as {@code "package>name"}. */
    public static final Names<ActivationFunction> NAMES = new Names<>("activation", "keras.activations");

    private static final Map<ActivationFunction, String> BUILT_IN = new LinkedHashMap<>();

    /** Returns its input. */
    public static final ActivationFunction LINEAR = add("linear", x -> x);

    static {
        add("exponential", Ops::exp);
        add("sigmoid", Ops::sigmoid);
        add("tanh", Ops::tanh);
    }

    /** A function given by itself or by its name. */
    public static final Kind<ActivationFunction> KIND = Kind.of("the name of an activation, or a function", Activations::read, Activations::nameOf);

    private Activations() {}

    private static ActivationFunction add(String name, ActivationFunction f) {
        NAMES.add(name, () -> f);
        BUILT_IN.put(f, name);
        return f;
    }

    /**
     * The function with this name.
     *
     * @throws ConfigException if there is none
     */
    public static ActivationFunction get(String name) {
        return NAMES.make(name);
    }

    private static @Nullable ActivationFunction read(Object value) {
        return value instanceof ActivationFunction f ? f : NAMES.read(value);
    }

    /**
     * The name under which a function stands in a config.
     *
     * @throws ConfigException if it has none
     */
    public static String nameOf(ActivationFunction f) {
        String name = BUILT_IN.get(f);
        if (name == null) {
            name = NAMES.registeredAs(f);
        }
        if (name == null) {
            throw new ConfigException("An activation function without a name cannot be saved. Register it: Activations.NAMES.register("
                    + "\"package>name\", () -> function), always the same object.");
        }
        return name;
    }
}
