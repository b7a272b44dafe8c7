package org.kerata.layers.convolutional;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.ops.Convolutions;
import org.kerata.autodiff.ops.Padding;
import org.kerata.layers.Axes;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.InputSpec;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.layers.activations.ActivationFunction;
import org.kerata.layers.activations.Activations;
import org.kerata.layers.constraints.Constraint;
import org.kerata.layers.initializers.Initializer;
import org.kerata.layers.initializers.Zeros;
import org.kerata.layers.regularizers.Regularizer;

/**
 * What convolutions share, over any number of spatial axes: kernel size, strides, padding, dilation, bias and activation. Subclasses make
 * their kernels and convolve.
 */
abstract class BaseConv<L extends BaseConv<L>> extends FluentLayer<L> {
    final int axes;
    final Option<int[]> kernelSize;
    final Option<int[]> strides;
    final Option<String> padding;
    final Option<String> dataFormat =
            option("data_format", Kind.oneOf("channels_last", "channels_first"), "channels_last");
    final Option<int[]> dilationRate;
    final Option<ActivationFunction> activation = option("activation", ACTIVATIONS, Activations.LINEAR);
    final Option<Boolean> useBias = option("use_bias", BOOL, true);
    final Option<Initializer> biasInitializer = option("bias_initializer", INITIALIZERS, new Zeros());
    final Option<Regularizer> biasRegularizer = optional("bias_regularizer", REGULARIZERS);
    final Option<Constraint> biasConstraint = optional("bias_constraint", CONSTRAINTS);

    private @Nullable Variable bias;

    BaseConv(int spatialAxes) {
        this(spatialAxes, "valid", "same");
    }

    BaseConv(int spatialAxes, String... paddings) {
        this.axes = spatialAxes;
        this.padding = option("padding", Kind.oneOf(paddings), "valid");
        int[] ones = new int[spatialAxes];
        Arrays.fill(ones, 1);
        this.kernelSize = required("kernel_size", Kind.sizes(spatialAxes));
        this.strides = option("strides", Kind.sizes(spatialAxes), ones);
        this.dilationRate = option("dilation_rate", Kind.sizes(spatialAxes), ones);
        inputSpec(InputSpec.rank(spatialAxes + 2));
    }

    /** How far the kernel moves: one number, or one for each spatial axis; 1 by default. */
    public L strides(int... strides) {
        return with(this.strides, strides);
    }

    /** {@code "valid"} (the default): kernels lie inside the input; {@code "same"}: zeros are added so that every input place is met. */
    public L padding(String padding) {
        return with(this.padding, padding);
    }

    /** {@code "channels_last"} (the default) or {@code "channels_first"}, which is slower. */
    public L dataFormat(String format) {
        return with(dataFormat, format);
    }

    /** The distance between a kernel's elements: one number, or one for each spatial axis; 1 by default. */
    public L dilationRate(int... rate) {
        return with(dilationRate, rate);
    }

    /** The activation by name, such as {@code "relu"}; {@code "linear"} by default. */
    public L activation(String name) {
        return with(activation, name);
    }

    /** The activation as a function. */
    public L activation(ActivationFunction function) {
        return with(activation, function);
    }

    /** Whether a bias is added to each output channel; true by default. */
    public L useBias(boolean useBias) {
        return with(this.useBias, useBias);
    }

    /** How the bias starts, by name; {@code "zeros"} by default. */
    public L biasInitializer(String name) {
        return with(biasInitializer, name);
    }

    /** How the bias starts. */
    public L biasInitializer(Initializer initializer) {
        return with(biasInitializer, initializer);
    }

    /** A penalty on the bias, by name; none by default. */
    public L biasRegularizer(String name) {
        return with(biasRegularizer, name);
    }

    /** A penalty on the bias. */
    public L biasRegularizer(Regularizer regularizer) {
        return with(biasRegularizer, regularizer);
    }

    /** What the bias is forced to after an update, by name; nothing by default. */
    public L biasConstraint(String name) {
        return with(biasConstraint, name);
    }

    /** What the bias is forced to after an update. */
    public L biasConstraint(Constraint constraint) {
        return with(biasConstraint, constraint);
    }

    /** The convolution, channels last. */
    abstract Tensor convolve(Tensor x);

    /** The number of input channels; for {@code build}. */
    final int inputChannels(Shape input) {
        if (Arrays.stream(strides.get()).anyMatch(s -> s > 1)
                && Arrays.stream(dilationRate.get()).anyMatch(d -> d > 1)) {
            throw new ConfigException(at() + ": strides and dilationRate cannot both be above 1. Received: strides "
                    + Arrays.toString(strides.get()) + ", dilationRate " + Arrays.toString(dilationRate.get()) + ".");
        }
        int axis = isLast() ? -1 : 1;
        if (input.dim(axis) == Shape.UNKNOWN) {
            throw new ShapeException("The number of input channels must be known. Received: shape " + input + ".");
        }
        inputSpec(InputSpec.rank(axes + 2).axis(axis, input.dim(axis), "input channels"));
        return input.intDim(axis);
    }

    /** Makes the bias for this many output channels, after the kernels; for {@code build}. */
    final void makeBias(int outputChannels) {
        bias = useBias.get()
                ? weight("bias", shape(outputChannels), biasInitializer, biasRegularizer, biasConstraint)
                : null;
    }

    @Override
    protected final Tensor call(Tensor x, Call call) {
        Tensor y = convolve(isLast() ? x : Axes.move(x, 1, -1));
        Tensor z = activation.get().apply(bias == null ? y : y.plus(bias));
        return isLast() ? z : Axes.move(z, -1, 1);
    }

    private boolean isLast() {
        return dataFormat.get().equals("channels_last");
    }

    /** The shape of a kernel with these last axes. */
    final Shape kernelShape(long... channels) {
        return Shape.of(Arrays.stream(kernelSize.get()).asLongStream().toArray())
                .append(channels);
    }

    /** How the kernel moves. */
    final Convolutions.Convolution how(int groups) {
        return new Convolutions.Convolution(list(strides), list(dilationRate), groups, paddingOf(padding.get()));
    }

    static Padding paddingOf(String name) {
        return switch (name) {
            case "same" -> Padding.SAME;
            case "causal" -> Padding.CAUSAL;
            default -> Padding.VALID;
        };
    }

    static List<Integer> list(Option<int[]> o) {
        return Arrays.stream(o.get()).boxed().toList();
    }
}
