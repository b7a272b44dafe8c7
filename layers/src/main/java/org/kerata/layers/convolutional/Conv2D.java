package org.kerata.layers.convolutional;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.layers.constraints.Constraint;
import org.kerata.layers.initializers.GlorotUniform;
import org.kerata.layers.initializers.Initializer;
import org.kerata.layers.regularizers.Regularizer;

/**
 * Convolution of images: {@code activation(x ∗ kernel + bias)}.
 *
 * <p>Input {@code (batch, height, width, channels)}, output {@code (batch, height', width', filters)}. Weights: {@code kernel (kernelHeight,
 * kernelWidth, channels / groups, filters)} and, with {@code useBias}, {@code bias (filters)}. Keras: {@code keras.layers.Conv2D}.
 */
public final class Conv2D extends BaseConv<Conv2D> {
    private final Option<Integer> filters = required("filters", Kind.positiveInteger());
    private final Option<Integer> groups = option("groups", Kind.positiveInteger(), 1);
    private final Option<Initializer> kernelInitializer =
            option("kernel_initializer", INITIALIZERS, new GlorotUniform());
    private final Option<Regularizer> kernelRegularizer = optional("kernel_regularizer", REGULARIZERS);
    private final Option<Constraint> kernelConstraint = optional("kernel_constraint", CONSTRAINTS);

    private Variable kernel;

    Conv2D() {
        super(2);
    }

    /** With so many filters, and kernels as high as wide. */
    public Conv2D(int filters, int kernelSize) {
        this(filters, new int[] {kernelSize, kernelSize});
    }

    /** With so many filters, and kernels of this height and width. */
    public Conv2D(int filters, int[] kernelSize) {
        this();
        this.filters.set(filters);
        this.kernelSize.set(kernelSize);
    }

    /** Into how many parts the channels are cut, each seen by its own part of the filters; 1 by default. */
    public Conv2D groups(int groups) {
        return with(this.groups, groups);
    }

    /** How the kernel starts, by name; {@code "glorot_uniform"} by default. */
    public Conv2D kernelInitializer(String name) {
        return with(kernelInitializer, name);
    }

    /** How the kernel starts. */
    public Conv2D kernelInitializer(Initializer initializer) {
        return with(kernelInitializer, initializer);
    }

    /** A penalty on the kernel, by name; none by default. */
    public Conv2D kernelRegularizer(String name) {
        return with(kernelRegularizer, name);
    }

    /** A penalty on the kernel. */
    public Conv2D kernelRegularizer(Regularizer regularizer) {
        return with(kernelRegularizer, regularizer);
    }

    /** What the kernel is forced to after an update, by name; nothing by default. */
    public Conv2D kernelConstraint(String name) {
        return with(kernelConstraint, name);
    }

    /** What the kernel is forced to after an update. */
    public Conv2D kernelConstraint(Constraint constraint) {
        return with(kernelConstraint, constraint);
    }

    @Override
    protected void build(Shape input) {
        int channels = inputChannels(input);
        int g = groups.get();
        if (channels % g != 0 || filters.get() % g != 0) {
            throw new ShapeException("Input channels and filters must be divisible by groups. Received: " + channels
                    + " channels, " + filters.get() + " filters, groups " + g + ".");
        }
        kernel = weight(
                "kernel",
                kernelShape(channels / g, filters.get()),
                kernelInitializer,
                kernelRegularizer,
                kernelConstraint);
        makeBias(filters.get());
    }

    @Override
    Tensor convolve(Tensor x) {
        return Ops.conv(x, kernel, how(groups.get()));
    }
}
