package org.kerata.autodiff.ops;

import static org.kerata.autodiff.ops.Rules.grads;

import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.kernels.reference.ConvolutionReference;

/**
 * Convolutions over one to three spatial axes, channels last: input {@code (n, …, channels)}, kernel
 * {@code (…, channels / groups, filters)}, output {@code (n, …, filters)}. Each of the three is linear in both operands, and the gradient of
 * each is made of the other two.
 */
public final class Convolutions {
    private Convolutions() {}

    /**
     * How the kernel moves; one entry for each spatial axis.
     *
     * @param groups into how many parts the channels are cut; filters see their own part only
     */
    public record Convolution(List<Integer> strides, List<Integer> dilation, int groups, Padding padding) {
        public Convolution {
            strides = List.copyOf(strides);
            dilation = List.copyOf(dilation);
        }

        /** The same with this number of groups. */
        public Convolution groups(int n) {
            return new Convolution(strides, dilation, n, padding);
        }

        /** The window along a spatial axis (0 is the first after the batch). */
        public Window window(int axis, Shape input, Shape kernel) {
            return Window.of(input.dim(axis + 1), kernel.intDim(axis), strides.get(axis), dilation.get(axis), padding);
        }
    }

    /** The settings of {@link #CONV_BACKWARD_INPUT}: with the shape of the input. */
    public record BackwardInput(Convolution convolution, Shape input) {}

    /** The settings of {@link #CONV_BACKWARD_KERNEL}: with the shape of the kernel. */
    public record BackwardKernel(Convolution convolution, Shape kernel) {}

    /** The convolution of x with a kernel (which is not flipped). */
    public static final Op<Convolution> CONV = Op.<Convolution>named("conv")
            .shape((in, a) -> in.get(0).with(output(a, in.get(0), in.get(1))))
            .gradient(g -> grads(
                    backwardInput(g.attributes(), g.dy(), g.in(1), g.in(0).shape()),
                    backwardKernel(g.attributes(), g.in(0), g.dy(), g.in(1).shape())))
            .reference(ConvolutionReference::forward)
            .build();

    /** From {@code (dy, kernel)} the gradient of a convolution's input; as a layer, the transposed convolution. */
    public static final Op<BackwardInput> CONV_BACKWARD_INPUT = Op.<BackwardInput>named("conv_backward_input")
            .shape(Convolutions::inputShape)
            .gradient(g -> grads(
                    CONV.apply(g.attributes().convolution, g.dy(), g.in(1)),
                    backwardKernel(
                            g.attributes().convolution, g.dy(), g.in(0), g.in(1).shape())))
            .reference(ConvolutionReference::backwardInput)
            .build();

    /** From {@code (x, dy)} the gradient of a convolution's kernel. */
    public static final Op<BackwardKernel> CONV_BACKWARD_KERNEL = Op.<BackwardKernel>named("conv_backward_kernel")
            .shape(Convolutions::kernelShape)
            .gradient(g -> grads(
                    backwardInput(
                            g.attributes().convolution, g.in(1), g.dy(), g.in(0).shape()),
                    CONV.apply(g.attributes().convolution, g.in(0), g.dy())))
            .reference(ConvolutionReference::backwardKernel)
            .build();

    /**
     * A convolution of each channel with kernels of its own, {@code (…, channels, multiplier)}; output channel
     * {@code c · multiplier + m} is made of channel c. The settings have as many groups as there are channels.
     */
    public static final Op<Convolution> DEPTHWISE_CONV = Op.<Convolution>named("depthwise_conv")
            .shape(Convolutions::depthwiseShape)
            .definition((in, a) -> List.of(CONV.apply(
                    a,
                    in.get(0),
                    Ops.reshape(in.get(1), oneChannelPerGroup(in.get(1).shape()).dims()))))
            .build();

    private static Tensor backwardInput(Convolution a, Tensor dy, Tensor kernel, Shape input) {
        return CONV_BACKWARD_INPUT.apply(new BackwardInput(a, input), dy, kernel);
    }

    private static Tensor backwardKernel(Convolution a, Tensor x, Tensor dy, Shape kernel) {
        return CONV_BACKWARD_KERNEL.apply(new BackwardKernel(a, kernel), x, dy);
    }

    private static Shape oneChannelPerGroup(Shape depthwise) {
        int spatial = depthwise.rank() - 2;
        return depthwise.slice(0, spatial).append(1, depthwise.dim(-2) * depthwise.dim(-1));
    }

    private static Spec depthwiseShape(List<Spec> in, Convolution a) {
        Shape x = in.get(0).shape();
        Shape kernel = in.get(1).shape();
        int rank = a.strides.size() + 2;
        if (kernel.rank() != rank || x.rank() != rank) {
            throw ranks(a, x, kernel);
        }
        if (x.last() != kernel.dim(-2) && x.last() != Shape.UNKNOWN) {
            throw new ShapeException("The input has " + x.last() + " channels, the kernel is for " + kernel.dim(-2)
                    + ". Received: input " + x + " and kernel " + kernel
                    + ", whose axes are (…, channels, multiplier).");
        }
        return in.get(0).with(output(a, in.get(0), in.get(1).with(oneChannelPerGroup(kernel))));
    }

    private static Shape output(Convolution a, Spec in, Spec by) {
        requireOneType(in, by);
        Shape x = in.shape();
        Shape kernel = by.shape();
        int spatial = a.strides.size();
        if (x.rank() != spatial + 2 || kernel.rank() != spatial + 2) {
            throw ranks(a, x, kernel);
        }
        long channels = kernel.dim(-2) * a.groups;
        if (x.last() != channels && x.last() != Shape.UNKNOWN) {
            throw new ShapeException("The input has " + x.last() + " channels, the kernel is for " + channels
                    + (a.groups > 1 ? " (" + kernel.dim(-2) + " in each of " + a.groups + " groups)" : "")
                    + ". Received: input " + x
                    + " and kernel " + kernel + ", whose axes are (…, channels / groups, filters).");
        }
        if (kernel.last() % a.groups != 0) {
            throw new ShapeException("The " + kernel.last() + " filters cannot be divided among " + a.groups
                    + " groups. Received: kernel " + kernel + ".");
        }
        long[] out = x.dims();
        for (int i = 0; i < spatial; i++) {
            out[i + 1] = Window.output(out[i + 1], kernel.intDim(i), a.strides.get(i), a.dilation.get(i), a.padding);
        }
        out[spatial + 1] = kernel.last();
        return Shape.of(out);
    }

    private static Spec inputShape(List<Spec> in, BackwardInput a) {
        Shape expected = output(a.convolution, in.get(0).with(a.input), in.get(1));
        requireGradient(in.get(0).shape(), expected);
        return in.get(0).with(a.input);
    }

    private static Spec kernelShape(List<Spec> in, BackwardKernel a) {
        Shape expected = output(a.convolution, in.get(0), in.get(1).with(a.kernel));
        requireGradient(in.get(1).shape(), expected);
        return in.get(0).with(a.kernel);
    }

    private static void requireGradient(Shape dy, Shape expected) {
        if (!dy.matches(expected)) {
            throw new ShapeException(
                    "The gradient must have the output's shape " + expected + ". Received: " + dy + ".");
        }
    }

    private static void requireOneType(Spec x, Spec kernel) {
        Rules.requireFloating(x);
        DType t = x.dtype();
        if (kernel.dtype() != t) {
            throw new ShapeException(
                    "Input and kernel must have one element type. Received: " + t + " and " + kernel.dtype() + ".");
        }
    }

    private static ShapeException ranks(Convolution a, Shape x, Shape kernel) {
        int n = a.strides.size();
        return new ShapeException(
                "Over " + n + " spatial " + (n == 1 ? "axis" : "axes") + ", input and kernel must have " + (n + 2)
                        + " axes each. Received: input " + x + " and kernel " + kernel + ".");
    }
}
