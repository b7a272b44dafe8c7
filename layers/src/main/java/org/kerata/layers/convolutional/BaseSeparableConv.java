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
abstract class BaseSeparableConv<L extends BaseSeparableConv<L>> extends BaseDepthwiseConv<L> {
    private final Option<Integer> filters = required("filters", Kind.positiveInteger());
    private final Option<Initializer> pointwiseInitializer =
            option("pointwise_initializer", INITIALIZERS, new GlorotUniform());
    private final Option<Regularizer> pointwiseRegularizer = optional("pointwise_regularizer", REGULARIZERS);
    private final Option<Constraint> pointwiseConstraint = optional("pointwise_constraint", CONSTRAINTS);

    private Variable pointwise;

    BaseSeparableConv(int spatialAxes) {
        super(spatialAxes);
    }

    /** Sets what must be given; for constructors. */
    final void filters(int filters, int... kernelSize) {
        this.filters.set(filters);
        this.kernelSize.set(kernelSize);
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
        kernel = makeKernel("depthwise_kernel", inputChannels(input));
        pointwise = weight(
                "pointwise_kernel",
                ones(madeChannels(), filters.get()),
                pointwiseInitializer,
                pointwiseRegularizer,
                pointwiseConstraint);
        makeBias(filters.get());
    }

    @Override
    final Tensor convolve(Tensor x) {
        Tensor y = super.convolve(x);
        List<Integer> ones = Collections.nCopies(axes, 1);
        return Ops.conv(y, pointwise, new Convolutions.Convolution(ones, ones, 1, Padding.VALID));
    }

    private Shape ones(long... channels) {
        long[] d = new long[axes];
        Arrays.fill(d, 1);
        return Shape.of(d).append(channels);
    }
}
