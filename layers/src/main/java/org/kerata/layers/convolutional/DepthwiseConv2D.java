package org.kerata.layers.convolutional;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.layers.constraints.Constraint;
import org.kerata.layers.initializers.GlorotUniform;
import org.kerata.layers.initializers.Initializer;
import org.kerata.layers.regularizers.Regularizer;

/**
 * Convolution of each channel of images with kernels of its own.
 *
 * <p>Input {@code (batch, height, width, channels)}, output {@code (batch, height', width', channels · depthMultiplier)}. Weights: {@code
 * kernel (kernelHeight, kernelWidth, channels, depthMultiplier)} and, with {@code useBias}, {@code bias (channels · depthMultiplier)}.
 * Keras: {@code keras.layers.DepthwiseConv2D}.
 */
public final class DepthwiseConv2D extends BaseConv<DepthwiseConv2D> {
    private final Option<Integer> depthMultiplier = option("depth_multiplier", Kind.positiveInteger(), 1);
    private final Option<Initializer> depthwiseInitializer =
            option("depthwise_initializer", INITIALIZERS, new GlorotUniform());
    private final Option<Regularizer> depthwiseRegularizer = optional("depthwise_regularizer", REGULARIZERS);
    private final Option<Constraint> depthwiseConstraint = optional("depthwise_constraint", CONSTRAINTS);

    private Variable kernel;

    DepthwiseConv2D() {
        super(2);
    }

    /** With kernels as high as wide. */
    public DepthwiseConv2D(int kernelSize) {
        this(new int[] {kernelSize, kernelSize});
    }

    /** With kernels of this height and width. */
    public DepthwiseConv2D(int[] kernelSize) {
        this();
        this.kernelSize.set(kernelSize);
    }

    /** How many output channels are made of each input channel; 1 by default. */
    public DepthwiseConv2D depthMultiplier(int depthMultiplier) {
        return with(this.depthMultiplier, depthMultiplier);
    }

    /** How the kernel starts, by name; {@code "glorot_uniform"} by default. */
    public DepthwiseConv2D depthwiseInitializer(String name) {
        return with(depthwiseInitializer, name);
    }

    /** How the kernel starts. */
    public DepthwiseConv2D depthwiseInitializer(Initializer initializer) {
        return with(depthwiseInitializer, initializer);
    }

    /** A penalty on the kernel, by name; none by default. */
    public DepthwiseConv2D depthwiseRegularizer(String name) {
        return with(depthwiseRegularizer, name);
    }

    /** A penalty on the kernel. */
    public DepthwiseConv2D depthwiseRegularizer(Regularizer regularizer) {
        return with(depthwiseRegularizer, regularizer);
    }

    /** What the kernel is forced to after an update, by name; nothing by default. */
    public DepthwiseConv2D depthwiseConstraint(String name) {
        return with(depthwiseConstraint, name);
    }

    /** What the kernel is forced to after an update. */
    public DepthwiseConv2D depthwiseConstraint(Constraint constraint) {
        return with(depthwiseConstraint, constraint);
    }

    @Override
    protected void build(Shape input) {
        int channels = inputChannels(input);
        kernel = weight(
                "kernel",
                kernelShape(channels, depthMultiplier.get()),
                depthwiseInitializer,
                depthwiseRegularizer,
                depthwiseConstraint);
        makeBias(channels * depthMultiplier.get());
    }

    @Override
    Tensor convolve(Tensor x) {
        return Ops.depthwiseConv(x, kernel, how(x.shape().intDim(-1)));
    }
}
