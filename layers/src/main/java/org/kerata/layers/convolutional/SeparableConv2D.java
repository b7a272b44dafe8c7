package org.kerata.layers.convolutional;

import java.util.Collections;
import java.util.List;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.ops.Convolutions;
import org.kerata.autodiff.ops.Padding;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.layers.constraints.Constraint;
import org.kerata.layers.initializers.GlorotUniform;
import org.kerata.layers.initializers.Initializer;
import org.kerata.layers.regularizers.Regularizer;

/**
 * Convolution of each channel of images with kernels of its own, followed by a mix of the channels: {@code activation((x ∗ depthwise) ∗
 * pointwise + bias)}.
 *
 * <p>Input {@code (batch, height, width, channels)}, output {@code (batch, height', width', filters)}. Weights: {@code depthwise_kernel
 * (kernelHeight, kernelWidth, channels, depthMultiplier)}, {@code pointwise_kernel (1, 1, channels · depthMultiplier, filters)} and, with
 * {@code useBias}, {@code bias (filters)}. Keras: {@code keras.layers.SeparableConv2D}.
 */
public final class SeparableConv2D extends BaseConv<SeparableConv2D> {
    private final Option<Integer> filters = required("filters", Kind.positiveInteger());
    private final Option<Integer> depthMultiplier = option("depth_multiplier", Kind.positiveInteger(), 1);
    private final Option<Initializer> depthwiseInitializer =
            option("depthwise_initializer", INITIALIZERS, new GlorotUniform());
    private final Option<Initializer> pointwiseInitializer =
            option("pointwise_initializer", INITIALIZERS, new GlorotUniform());
    private final Option<Regularizer> depthwiseRegularizer = optional("depthwise_regularizer", REGULARIZERS);
    private final Option<Regularizer> pointwiseRegularizer = optional("pointwise_regularizer", REGULARIZERS);
    private final Option<Constraint> depthwiseConstraint = optional("depthwise_constraint", CONSTRAINTS);
    private final Option<Constraint> pointwiseConstraint = optional("pointwise_constraint", CONSTRAINTS);

    private Variable depthwise;
    private Variable pointwise;

    SeparableConv2D() {
        super(2);
    }

    /** With so many filters, and kernels as high as wide. */
    public SeparableConv2D(int filters, int kernelSize) {
        this(filters, new int[] {kernelSize, kernelSize});
    }

    /** With so many filters, and kernels of this height and width. */
    public SeparableConv2D(int filters, int[] kernelSize) {
        this();
        this.filters.set(filters);
        this.kernelSize.set(kernelSize);
    }

    /** How many channels are made of each input channel before they are mixed; 1 by default. */
    public SeparableConv2D depthMultiplier(int depthMultiplier) {
        return with(this.depthMultiplier, depthMultiplier);
    }

    /** How the kernel of single channels starts, by name; {@code "glorot_uniform"} by default. */
    public SeparableConv2D depthwiseInitializer(String name) {
        return with(depthwiseInitializer, name);
    }

    /** How the kernel of single channels starts. */
    public SeparableConv2D depthwiseInitializer(Initializer initializer) {
        return with(depthwiseInitializer, initializer);
    }

    /** A penalty on the kernel of single channels, by name; none by default. */
    public SeparableConv2D depthwiseRegularizer(String name) {
        return with(depthwiseRegularizer, name);
    }

    /** A penalty on the kernel of single channels. */
    public SeparableConv2D depthwiseRegularizer(Regularizer regularizer) {
        return with(depthwiseRegularizer, regularizer);
    }

    /** What the kernel of single channels is forced to after an update, by name; nothing by default. */
    public SeparableConv2D depthwiseConstraint(String name) {
        return with(depthwiseConstraint, name);
    }

    /** What the kernel of single channels is forced to after an update. */
    public SeparableConv2D depthwiseConstraint(Constraint constraint) {
        return with(depthwiseConstraint, constraint);
    }

    /** How the kernel that mixes channels starts, by name; {@code "glorot_uniform"} by default. */
    public SeparableConv2D pointwiseInitializer(String name) {
        return with(pointwiseInitializer, name);
    }

    /** How the kernel that mixes channels starts. */
    public SeparableConv2D pointwiseInitializer(Initializer initializer) {
        return with(pointwiseInitializer, initializer);
    }

    /** A penalty on the kernel that mixes channels, by name; none by default. */
    public SeparableConv2D pointwiseRegularizer(String name) {
        return with(pointwiseRegularizer, name);
    }

    /** A penalty on the kernel that mixes channels. */
    public SeparableConv2D pointwiseRegularizer(Regularizer regularizer) {
        return with(pointwiseRegularizer, regularizer);
    }

    /** What the kernel that mixes channels is forced to after an update, by name; nothing by default. */
    public SeparableConv2D pointwiseConstraint(String name) {
        return with(pointwiseConstraint, name);
    }

    /** What the kernel that mixes channels is forced to after an update. */
    public SeparableConv2D pointwiseConstraint(Constraint constraint) {
        return with(pointwiseConstraint, constraint);
    }

    @Override
    protected void build(Shape input) {
        int channels = inputChannels(input);
        int m = depthMultiplier.get();
        depthwise = weight(
                "depthwise_kernel",
                kernelShape(channels, m),
                depthwiseInitializer,
                depthwiseRegularizer,
                depthwiseConstraint);
        pointwise = weight(
                "pointwise_kernel",
                shape(1, 1, (long) channels * m, filters.get()),
                pointwiseInitializer,
                pointwiseRegularizer,
                pointwiseConstraint);
        makeBias(filters.get());
    }

    @Override
    Tensor convolve(Tensor x) {
        Tensor y = Ops.depthwiseConv(x, depthwise, how(x.shape().intDim(-1)));
        List<Integer> ones = Collections.nCopies(axes, 1);
        return Ops.conv(y, pointwise, new Convolutions.Convolution(ones, ones, 1, Padding.VALID));
    }
}
