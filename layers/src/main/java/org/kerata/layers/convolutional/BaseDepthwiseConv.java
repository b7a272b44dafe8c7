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

/** Convolution of each channel with kernels of its own, over any number of spatial axes. */
abstract class BaseDepthwiseConv<L extends BaseDepthwiseConv<L>> extends BaseConv<L> {
    private final Option<Integer> depthMultiplier = option("depth_multiplier", Kind.positiveInteger(), 1);
    private final Option<Initializer> depthwiseInitializer =
            option("depthwise_initializer", INITIALIZERS, new GlorotUniform());
    private final Option<Regularizer> depthwiseRegularizer = optional("depthwise_regularizer", REGULARIZERS);
    private final Option<Constraint> depthwiseConstraint = optional("depthwise_constraint", CONSTRAINTS);

    private Variable kernel;

    BaseDepthwiseConv(int spatialAxes) {
        super(spatialAxes);
    }

    /** How many output channels are made of each input channel; 1 by default. */
    public L depthMultiplier(int depthMultiplier) {
        return with(this.depthMultiplier, depthMultiplier);
    }

    /** How the kernel starts, by name; {@code "glorot_uniform"} by default. */
    public L depthwiseInitializer(String name) {
        return with(depthwiseInitializer, name);
    }

    /** How the kernel starts. */
    public L depthwiseInitializer(Initializer initializer) {
        return with(depthwiseInitializer, initializer);
    }

    /** A penalty on the kernel, by name; none by default. */
    public L depthwiseRegularizer(String name) {
        return with(depthwiseRegularizer, name);
    }

    /** A penalty on the kernel. */
    public L depthwiseRegularizer(Regularizer regularizer) {
        return with(depthwiseRegularizer, regularizer);
    }

    /** What the kernel is forced to after an update, by name; nothing by default. */
    public L depthwiseConstraint(String name) {
        return with(depthwiseConstraint, name);
    }

    /** What the kernel is forced to after an update. */
    public L depthwiseConstraint(Constraint constraint) {
        return with(depthwiseConstraint, constraint);
    }

    @Override
    protected final void build(Shape input) {
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
    final Tensor convolve(Tensor x) {
        return Ops.depthwiseConv(x, kernel, how(x.shape().intDim(-1)));
    }
}
