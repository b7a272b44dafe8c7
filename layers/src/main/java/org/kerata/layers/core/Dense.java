package org.kerata.layers.core;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.InputSpec;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.layers.activations.ActivationFunction;
import org.kerata.layers.activations.Activations;
import org.kerata.layers.constraints.Constraint;
import org.kerata.layers.initializers.GlorotUniform;
import org.kerata.layers.initializers.Initializer;
import org.kerata.layers.initializers.Zeros;
import org.kerata.layers.regularizers.Regularizer;

/**
 * Fully connected layer: {@code activation(x · kernel + bias)}.
 *
 * <p>Input {@code (batch, …, features)}, output {@code (batch, …, units)}. Weights: {@code kernel (features, units)} and, with {@code
 * useBias}, {@code bias (units)}. Keras: {@code keras.layers.Dense}.
 */
public final class Dense extends FluentLayer<Dense> {
    private final Option<Integer> units = required("units", Kind.positiveInteger());
    private final Option<ActivationFunction> activation = option("activation", ACTIVATIONS, Activations.LINEAR);
    private final Option<Boolean> useBias = option("use_bias", BOOL, true);
    private final Option<Initializer> kernelInitializer =
            option("kernel_initializer", INITIALIZERS, new GlorotUniform());
    private final Option<Initializer> biasInitializer = option("bias_initializer", INITIALIZERS, new Zeros());
    private final Option<Regularizer> kernelRegularizer = optional("kernel_regularizer", REGULARIZERS);
    private final Option<Regularizer> biasRegularizer = optional("bias_regularizer", REGULARIZERS);
    private final Option<Constraint> kernelConstraint = optional("kernel_constraint", CONSTRAINTS);
    private final Option<Constraint> biasConstraint = optional("bias_constraint", CONSTRAINTS);

    private Variable kernel;
    private @Nullable Variable bias;

    Dense() {
        inputSpec(InputSpec.minRank(2));
        supportsMasking(true);
    }

    /** With this many units, 1 or more. */
    public Dense(int units) {
        this();
        this.units.set(units);
    }

    /** The activation by name, such as {@code "relu"}; {@code "linear"} by default. */
    public Dense activation(String name) {
        return with(activation, name);
    }

    /** The activation as a function. */
    public Dense activation(ActivationFunction function) {
        return with(activation, function);
    }

    /** Whether a bias is added; true by default. */
    public Dense useBias(boolean useBias) {
        return with(this.useBias, useBias);
    }

    /** How the kernel starts, by name; {@code "glorot_uniform"} by default. */
    public Dense kernelInitializer(String name) {
        return with(kernelInitializer, name);
    }

    /** How the kernel starts. */
    public Dense kernelInitializer(Initializer initializer) {
        return with(kernelInitializer, initializer);
    }

    /** How the bias starts, by name; {@code "zeros"} by default. */
    public Dense biasInitializer(String name) {
        return with(biasInitializer, name);
    }

    /** How the bias starts. */
    public Dense biasInitializer(Initializer initializer) {
        return with(biasInitializer, initializer);
    }

    /** A penalty on the kernel, by name; none by default. */
    public Dense kernelRegularizer(String name) {
        return with(kernelRegularizer, name);
    }

    /** A penalty on the kernel. */
    public Dense kernelRegularizer(Regularizer regularizer) {
        return with(kernelRegularizer, regularizer);
    }

    /** A penalty on the bias, by name; none by default. */
    public Dense biasRegularizer(String name) {
        return with(biasRegularizer, name);
    }

    /** A penalty on the bias. */
    public Dense biasRegularizer(Regularizer regularizer) {
        return with(biasRegularizer, regularizer);
    }

    /** What the kernel is forced to after an update, by name; nothing by default. */
    public Dense kernelConstraint(String name) {
        return with(kernelConstraint, name);
    }

    /** What the kernel is forced to after an update. */
    public Dense kernelConstraint(Constraint constraint) {
        return with(kernelConstraint, constraint);
    }

    /** What the bias is forced to after an update, by name; nothing by default. */
    public Dense biasConstraint(String name) {
        return with(biasConstraint, name);
    }

    /** What the bias is forced to after an update. */
    public Dense biasConstraint(Constraint constraint) {
        return with(biasConstraint, constraint);
    }

    @Override
    protected void build(Shape input) {
        kernel = weight(
                "kernel", shape(input.last(), units.get()), kernelInitializer, kernelRegularizer, kernelConstraint);
        bias = useBias.get()
                ? weight("bias", shape(units.get()), biasInitializer, biasRegularizer, biasConstraint)
                : null;
        inputSpec(InputSpec.minRank(2).axis(-1, input.last(), "input features"));
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        Tensor y = x.matmul(kernel);
        return activation.get().apply(bias == null ? y : y.plus(bias));
    }
}
