package org.kerata.layers.core;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
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
 * A fully connected layer over any axes: {@code activation(einsum(equation, x, kernel) + bias)}.
 *
 * <p>The equation names the axes of input, kernel and output, {@code "abc,cd->abd"}; an ellipsis stands for other axes of input and output,
 * in front of or behind the letters. Weights: {@code kernel} and, with {@code biasAxes}, {@code bias}, whose axes begin with the first
 * that has a bias. Keras: {@code keras.layers.EinsumDense}.
 */
public final class EinsumDense extends FluentLayer<EinsumDense> {
    private final Option<Shape> outputShape = required(
            "output_shape",
            Kind.of(
                    "a length, or a list of axis lengths",
                    v -> v instanceof Number n
                            ? Shape.of(n.longValue())
                            : Kind.shape().parse(v),
                    s -> Kind.shape().encode(s)));
    private final Option<String> equation = required(
            "equation",
            Kind.of(
                    "of the form \"ab,bc->ac\", \"...ab,bc->...ac\" or \"ab...,bc->ac...\"",
                    v -> v instanceof String s && EinsumShapes.Equation.read(s) != null ? s : null,
                    s -> s));
    private final Option<ActivationFunction> activation = option("activation", ACTIVATIONS, Activations.LINEAR);
    private final Option<String> biasAxes = optional("bias_axes", STRING);
    private final Option<Initializer> kernelInitializer =
            option("kernel_initializer", INITIALIZERS, new GlorotUniform());
    private final Option<Initializer> biasInitializer = option("bias_initializer", INITIALIZERS, new Zeros());
    private final Option<Regularizer> kernelRegularizer = optional("kernel_regularizer", REGULARIZERS);
    private final Option<Regularizer> biasRegularizer = optional("bias_regularizer", REGULARIZERS);
    private final Option<Constraint> kernelConstraint = optional("kernel_constraint", CONSTRAINTS);
    private final Option<Constraint> biasConstraint = optional("bias_constraint", CONSTRAINTS);

    private Variable kernel;
    private @Nullable Variable bias;

    EinsumDense() {}

    /**
     * With this equation.
     *
     * @param outputShape the lengths of the output's letters, the first one (the batch) left out unless an ellipsis stands before it; -1
     *     where the input's length counts
     */
    public EinsumDense(String equation, long... outputShape) {
        this.equation.set(equation);
        this.outputShape.set(Shape.of(outputShape));
    }

    /** The activation by name, such as {@code "relu"}; {@code "linear"} by default. */
    public EinsumDense activation(String name) {
        return with(activation, name);
    }

    /** The activation as a function. */
    public EinsumDense activation(ActivationFunction function) {
        return with(activation, function);
    }

    /** The output's letters that the bias has axes for; by default there is no bias. */
    public EinsumDense biasAxes(String letters) {
        return with(biasAxes, letters);
    }

    /** How the kernel starts, by name; {@code "glorot_uniform"} by default. */
    public EinsumDense kernelInitializer(String name) {
        return with(kernelInitializer, name);
    }

    /** How the kernel starts. */
    public EinsumDense kernelInitializer(Initializer initializer) {
        return with(kernelInitializer, initializer);
    }

    /** How the bias starts, by name; {@code "zeros"} by default. */
    public EinsumDense biasInitializer(String name) {
        return with(biasInitializer, name);
    }

    /** How the bias starts. */
    public EinsumDense biasInitializer(Initializer initializer) {
        return with(biasInitializer, initializer);
    }

    /** A penalty on the kernel, by name; none by default. */
    public EinsumDense kernelRegularizer(String name) {
        return with(kernelRegularizer, name);
    }

    /** A penalty on the kernel. */
    public EinsumDense kernelRegularizer(Regularizer regularizer) {
        return with(kernelRegularizer, regularizer);
    }

    /** A penalty on the bias, by name; none by default. */
    public EinsumDense biasRegularizer(String name) {
        return with(biasRegularizer, name);
    }

    /** A penalty on the bias. */
    public EinsumDense biasRegularizer(Regularizer regularizer) {
        return with(biasRegularizer, regularizer);
    }

    /** What the kernel is forced to after an update, by name; nothing by default. */
    public EinsumDense kernelConstraint(String name) {
        return with(kernelConstraint, name);
    }

    /** What the kernel is forced to after an update. */
    public EinsumDense kernelConstraint(Constraint constraint) {
        return with(kernelConstraint, constraint);
    }

    /** What the bias is forced to after an update, by name; nothing by default. */
    public EinsumDense biasConstraint(String name) {
        return with(biasConstraint, name);
    }

    /** What the bias is forced to after an update. */
    public EinsumDense biasConstraint(Constraint constraint) {
        return with(biasConstraint, constraint);
    }

    @Override
    protected void build(Shape input) {
        EinsumShapes s = EinsumShapes.of(equation(), biasAxes.orNull(), input, outputShape.get());
        kernel = weight(
                "kernel",
                s.kernel(),
                kernelInitializer.get().forUnits(s.inputs(), s.outputs()),
                kernelRegularizer.orNull(),
                kernelConstraint.orNull());
        Shape b = s.bias();
        bias = b == null
                ? null
                : weight("bias", b, biasInitializer.get(), biasRegularizer.orNull(), biasConstraint.orNull());
        inputSpec(InputSpec.rank(input.rank()));
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        // Lengths that a model's input leaves open are held against outputShape here.
        EinsumShapes.of(equation(), biasAxes.orNull(), x.shape(), outputShape.get());
        Tensor y = Ops.einsum(equation.get(), x, kernel);
        return activation.get().apply(bias == null ? y : y.plus(bias));
    }

    private EinsumShapes.Equation equation() {
        return Objects.requireNonNull(EinsumShapes.Equation.read(equation.get()));
    }
}
