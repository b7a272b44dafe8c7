package org.kerata.layers.activations;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Ops;
import org.kerata.layers.Kind;
import org.kerata.layers.Names;

/**
 * The activation functions, under Keras's names: one line each. {@code sparsemax} and {@code threshold} are to come.
 */
public final class Activations {
    /** Keras's names; users add their own as {@code "package>name"}. */
    public static final Names<ActivationFunction> NAMES = new Names<>("activation", "keras.activations");

    private static final Map<ActivationFunction, String> BUILT_IN = new LinkedHashMap<>();

    /** Returns its input. */
    public static final ActivationFunction LINEAR = add("linear", x -> x);

    static {
        add("celu", x -> Ops.elu(x, 1));
        add("elu", x -> Ops.elu(x, 1));
        add("exponential", Ops::exp);
        add("gelu", x -> Ops.gelu(x, false));
        add("glu", Formulas::glu);
        add("hard_shrink", Formulas::hardShrink);
        add("hard_sigmoid", Formulas::hardSigmoid);
        add("hard_silu", Formulas::hardSilu);
        add("hard_tanh", x -> Ops.clip(x, -1, 1));
        add("leaky_relu", x -> Ops.leakyRelu(x, 0.2));
        add("log_sigmoid", x -> Ops.softplus(x.unaryMinus()).unaryMinus());
        add("log_softmax", x -> Ops.logSoftmax(x, -1));
        add("mish", x -> x.times(Ops.tanh(Ops.softplus(x))));
        add("relu", Ops::relu);
        add("relu6", Ops::relu6);
        add("selu", Ops::selu);
        add("sigmoid", Ops::sigmoid);
        add("silu", Ops::silu);
        add("soft_shrink", Formulas::softShrink);
        add("softmax", x -> Ops.softmax(x, -1));
        add("softplus", Ops::softplus);
        add("softsign", x -> x.div(Ops.absolute(x).plus(1)));
        add("sparse_plus", Formulas::sparsePlus);
        add("sparse_sigmoid", x -> Ops.clip(x.plus(1).times(0.5), 0, 1));
        add("squareplus", x -> Ops.sqrt(Ops.square(x).plus(4)).plus(x).times(0.5));
        add("tanh", Ops::tanh);
        add("tanh_shrink", x -> x.minus(Ops.tanh(x)));
        NAMES.alias("swish", "silu");
        NAMES.alias("hard_swish", "hard_silu");
    }

    /** A function given by itself or by its name. */
    public static final Kind<ActivationFunction> KIND =
            Kind.of("the name of an activation, or a function", Activations::read, Activations::nameOf);

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
            throw new ConfigException(
                    "An activation function without a name cannot be saved. Register it: Activations.NAMES.register("
                            + "\"package>name\", () -> function), always the same object.");
        }
        return name;
    }
}
