package org.kerata.layers.convolutional;

import java.util.Arrays;
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

/** Convolution of each channel with kernels of its own, followed by a mix of the channels, over any number of spatial axes. */
abstract class BaseSeparableConv<L extends BaseSeparableConv<L>> extends BaseConv<L> {
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

    BaseSeparableConv(int spatialAxes) {
        super(spatialAxes);
    }

    /** Sets what must be given; for constructors. */
    final void filters(int filters, int... kernelSize) {
        this.filters.set(filters);
        this.kernelSize.set(kernelSize);
    }

    /** How many channels are made of each input channel before they are mixed; 1 by default. */
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

    /** How the kernel that mixes channels starts, by name; {@code "glorot_uniform"} by default. */
    public L pointwiseInitializer(String name) {
        return with(pointwiseInitializer, name);
    }

    /** How the kernel that mixes channels starts. */
    public L pointwiseInitializer(Initializer initializer) {
        return with(pointwiseInitializer, initializer);
    }

    /** A penalty on the kernel that mixes channels, by name; none by default. */
    public L pointwiseRegularizer(String name) {
        return with(pointwiseRegularizer, name);
    }

    /** A penalty on the kernel that mixes channels. */
    public L pointwiseRegularizer(Regularizer regularizer) {
        return with(pointwiseRegularizer, regularizer);
    }

    /** What the kernel that mixes channels is forced to after an update, by name; nothing by default. */
    public L pointwiseConstraint(String name) {
        return with(pointwiseConstraint, name);
    }

    /** What the kernel that mixes channels is forced to after an update. */
    public L pointwiseConstraint(Constraint constraint) {
        return with(pointwiseConstraint, constraint);
    }

    @Override
    protected final void build(Shape input) {
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
                ones((long) channels * m, filters.get()),
                pointwiseInitializer,
                pointwiseRegularizer,
                pointwiseConstraint);
        makeBias(filters.get());
    }

    @Override
    final Tensor convolve(Tensor x) {
        Tensor y = Ops.depthwiseConv(x, depthwise, how(x.shape().intDim(-1)));
        List<Integer> ones = Collections.nCopies(axes, 1);
        return Ops.conv(y, pointwise, new Convolutions.Convolution(ones, ones, 1, Padding.VALID));
    }

    private Shape ones(long... channels) {
        long[] d = new long[axes];
        Arrays.fill(d, 1);
        return Shape.of(d).append(channels);
    }
}
