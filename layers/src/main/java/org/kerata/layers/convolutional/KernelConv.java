package org.kerata.layers.convolutional;

import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.layers.constraints.Constraint;
import org.kerata.layers.initializers.GlorotUniform;
import org.kerata.layers.initializers.Initializer;
import org.kerata.layers.regularizers.Regularizer;

/** What convolutions with a single kernel share, transposed or not: the number of filters, and what becomes of the kernel. */
abstract class KernelConv<L extends KernelConv<L>> extends BaseConv<L> {
    final Option<Integer> filters = required("filters", Kind.positiveInteger());
    private final Option<Initializer> kernelInitializer =
            option("kernel_initializer", INITIALIZERS, new GlorotUniform());
    private final Option<Regularizer> kernelRegularizer = optional("kernel_regularizer", REGULARIZERS);
    private final Option<Constraint> kernelConstraint = optional("kernel_constraint", CONSTRAINTS);

    KernelConv(int spatialAxes, String... paddings) {
        super(spatialAxes, paddings);
    }

    /** Sets what must be given; for constructors. */
    final void filters(int filters, int... kernelSize) {
        this.filters.set(filters);
        this.kernelSize.set(kernelSize);
    }

    /** How the kernel starts, by name; {@code "glorot_uniform"} by default. */
    public L kernelInitializer(String name) {
        return with(kernelInitializer, name);
    }

    /** How the kernel starts. */
    public L kernelInitializer(Initializer initializer) {
        return with(kernelInitializer, initializer);
    }

    /** A penalty on the kernel, by name; none by default. */
    public L kernelRegularizer(String name) {
        return with(kernelRegularizer, name);
    }

    /** A penalty on the kernel. */
    public L kernelRegularizer(Regularizer regularizer) {
        return with(kernelRegularizer, regularizer);
    }

    /** What the kernel is forced to after an update, by name; nothing by default. */
    public L kernelConstraint(String name) {
        return with(kernelConstraint, name);
    }

    /** What the kernel is forced to after an update. */
    public L kernelConstraint(Constraint constraint) {
        return with(kernelConstraint, constraint);
    }

    /** Makes the kernel with these last axes, and the bias; for {@code build}. */
    final Variable makeKernel(long... channels) {
        Shape shape = kernelShape(channels);
        Variable kernel = weight("kernel", shape, kernelInitializer, kernelRegularizer, kernelConstraint);
        makeBias(filters.get());
        return kernel;
    }
}
