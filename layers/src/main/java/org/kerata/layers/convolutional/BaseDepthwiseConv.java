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

/** Convolution of each channel with kernels of its own, over any number of spatial axes. A subclass may mix the channels then. */
abstract class BaseDepthwiseConv<L extends BaseDepthwiseConv<L>> extends BaseConv<L> {
    private final Option<Integer> depthMultiplier = option("depth_multiplier", Kind.positiveInteger(), 1);
    private final Option<Initializer> depthwiseInitializer =
            option("depthwise_initializer", INITIALIZERS, new GlorotUniform());
    private final Option<Regularizer> depthwiseRegularizer = optional("depthwise_regularizer", REGULARIZERS);
    private final Option<Constraint> depthwiseConstraint = optional("depthwise_constraint", CONSTRAINTS);

    /** Of single channels. */
    Variable kernel;

    BaseDepthwiseConv(int spatialAxes) {
        super(spatialAxes);
    }

    /** How many channels are made of each input channel; 1 by default. */
    public L depthMultiplier(int depthMultiplier) {
        return with(this.depthMultiplier, depthMultiplier);
    }

    /** How the kernel of single channels starts, by name; {@code "glorot_uniform"} by default. */
    public L depthwiseInitializer(String name) {
        return with(depthwiseInitializer, name);
    }

    /** How the kernel of single channels starts. */
    public L depthwiseInitializer(Initializer initializer) {
        return with(depthwiseInitializer, initializer);
    }

    /** A penalty on the kernel of single channels, by name; none by default. */
    public L depthwiseRegularizer(String name) {
        return with(depthwiseRegularizer, name);
    }

    /** A penalty on the kernel of single channels. */
    public L depthwiseRegularizer(Regularizer regularizer) {
        return with(depthwiseRegularizer, regularizer);
    }

    /** What the kernel of single channels is forced to after an update, by name; nothing by default. */
    public L depthwiseConstraint(String name) {
        return with(depthwiseConstraint, name);
    }

    /** What the kernel of single channels is forced to after an update. */
    public L depthwiseConstraint(Constraint constraint) {
        return with(depthwiseConstraint, constraint);
    }

    @Override
    protected void build(Shape input) {
        kernel = makeKernel("kernel", inputChannels(input));
        makeBias(madeChannels());
    }

    /** Makes the kernel of single channels. */
    final Variable makeKernel(String name, int channels) {
        Shape shape = kernelShape(channels, depthMultiplier.get());
        return weight(name, shape, depthwiseInitializer, depthwiseRegularizer, depthwiseConstraint);
    }

    /** How many channels the kernel of single channels makes. */
    final int madeChannels() {
        Shape s = kernel.shape();
        return s.intDim(-2) * s.intDim(-1);
    }

    @Override
    Tensor convolve(Tensor x) {
        return Ops.depthwiseConv(x, kernel, how(x.shape().intDim(-1)));
    }
}
