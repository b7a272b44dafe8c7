package org.kerata.layers.activations;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.layers.Kind;
import org.kerata.layers.Layer;
import org.kerata.layers.Names;

/** The activation functions, under Keras's names and with its default settings: one line each. */
public final class Activations {
    /** Keras's names; users add their own as {@code "package>name"}. */
    public static final Names<ActivationFunction> NAMES = new Names<>("activation", "keras.activations");

    private static final Map<ActivationFunction, String> BUILT_IN = new LinkedHashMap<>();

    /** Returns its input. */
    public static final ActivationFunction LINEAR = add("linear", x -> x);

    static {
        add("celu", x -> Ops.celu(x, 1));
        add("elu", x -> Ops.elu(x, 1));
        add("exponential", Ops::exp);
        add("gelu", x -> Ops.gelu(x, false));
        add("glu", x -> Ops.glu(x, -1));
        add("hard_shrink", x -> Ops.hardShrink(x, 0.5));
        add("hard_sigmoid", Ops::hardSigmoid);
        add("hard_silu", Ops::hardSilu);
        add("hard_tanh", Ops::hardTanh);
        add("leaky_relu", x -> Ops.leakyRelu(x, 0.2));
        add("log_sigmoid", Ops::logSigmoid);
        add("log_softmax", x -> Ops.logSoftmax(x, -1));
        add("mish", Ops::mish);
        add("relu", Ops::relu);
        add("relu6", Ops::relu6);
        add("selu", Ops::selu);
        add("sigmoid", Ops::sigmoid);
        add("silu", Ops::silu);
        add("soft_shrink", x -> Ops.softShrink(x, 0.5));
        add("softmax", x -> Ops.softmax(x, -1));
        add("softplus", Ops::softplus);
        add("softsign", Ops::softsign);
        add("sparse_plus", Ops::sparsePlus);
        add("sparse_sigmoid", Ops::sparseSigmoid);
        add("sparsemax", x -> Ops.sparsemax(x, -1));
        add("squareplus", x -> Ops.squareplus(x, 4));
        add("tanh", Ops::tanh);
        add("tanh_shrink", Ops::tanhShrink);
        NAMES.add("threshold", Activations::thresholdByName);
        NAMES.alias("swish", "silu");
        NAMES.alias("hard_swish", "hard_silu");
    }

    /** A function given by itself or by its name. */
    public static final Kind<ActivationFunction> KIND =
            Kind.of("the name of an activation, or a function", Activations::read, Activations::written);

    /**
     * What {@code "hard_sigmoid"} was in Keras 1 and 2: {@code 0.2 x + 0.5} between 0 and 1, where Keras 3 has {@code x / 6 + 0.5}. Loaded
     * models of those versions have it, and Keras 3 opens what is written of them.
     */
    public static final ActivationFunction HARD_SIGMOID_OF_KERAS_2 = OldHardSigmoid.INSTANCE;

    private Activations() {}

    private static ActivationFunction add(String name, ActivationFunction f) {
        NAMES.add(name, () -> f);
        BUILT_IN.put(f, name);
        return f;
    }

    /**
     * x above the threshold, elsewhere the default value. Keras has no defaults for these, so there is nothing to make of the name alone.
     */
    public static ActivationFunction threshold(double threshold, double defaultValue) {
        return x -> Ops.threshold(x, threshold, defaultValue);
    }

    private static ActivationFunction thresholdByName() {
        throw new ConfigException(
                "The activation \"threshold\" needs two numbers and cannot be given by its name alone. Give"
                        + " Activations.threshold(threshold, defaultValue).");
    }

    /**
     * The function with this name.
     *
     * @throws ConfigException if there is none
     */
    public static ActivationFunction get(String name) {
        return NAMES.make(name);
    }

    /**
     * A layer in the place of a function: {@code new Dense(4).activation(Activations.of(new LeakyReLU()))}.
     *
     * @throws ConfigException if the layer is a PReLU, which has weights
     */
    public static ActivationFunction of(Layer layer) {
        return new LayerActivation(layer);
    }

    private static @Nullable ActivationFunction read(Object value) {
        if (value instanceof ActivationFunction f) {
            return f;
        }
        if (value instanceof Map<?, ?> m) {
            ActivationFunction old = OldHardSigmoid.read(m);
            ActivationFunction layer = old != null ? old : LayerActivation.read(m);
            if (layer != null) {
                return layer;
            }
        }
        return NAMES.read(value);
    }

    private static Object written(ActivationFunction f) {
        if (f instanceof OldHardSigmoid old) {
            return old.written();
        }
        return f instanceof LayerActivation l ? l.written() : nameOf(f);
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
            throw new ConfigException(
                    "An activation function without a name cannot be saved. Register it: Activations.NAMES.register("
                            + "\"package>name\", () -> function), always the same object.");
        }
        return name;
    }
}
