package org.kerata.autodiff.ops;

import static org.kerata.autodiff.ops.Rules.grads;

import java.util.ArrayList;
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

        /** The same over images of one row each, instead of over rows. */
        Convolution ofImages() {
            return new Convolution(
                    List.of(1, strides.get(0)), List.of(1, dilation.get(0)), groups, padding.withAxisInFront());
        }

        /** The window along a spatial axis (0 is the first after the batch). */
        public Window window(int axis, Shape input, Shape kernel) {
            return Window.of(
                    input.dim(axis + 1),
                    kernel.intDim(axis),
                    strides.get(axis),
                    dilation.get(axis),
                    padding.along(axis));
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

    /** From {@code (dy, kernel)} the gradient of a convolution's input. */
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
            .definition((in, a) -> {
                Tensor x = in.get(0);
                Tensor kernel = Ops.reshape(
                        in.get(1), oneChannelPerGroup(in.get(1).shape()).dims());
                // Over one axis the kernels for single channels are missing: a row of an image has them.
                return List.of(
                        a.strides.size() > 1
                                ? CONV.apply(a, x, kernel)
                                : Ops.squeeze(
                                        CONV.apply(a.ofImages(), Ops.expandDims(x, 1), Ops.expandDims(kernel, 0)), 1));
            })
            .build();

    /**
     * How the kernel of a transposed convolution moves over its output; one entry for each spatial axis.
     *
     * @param padding {@link Padding#VALID} or {@link Padding#SAME}
     * @param outputPadding how much longer the output is than it must be; empty for Keras's default
     */
    public record Transposed(
            List<Integer> strides, List<Integer> dilation, Padding padding, List<Integer> outputPadding) {
        public Transposed {
            strides = List.copyOf(strides);
            dilation = List.copyOf(dilation);
            outputPadding = List.copyOf(outputPadding);
            if (padding.rule() != Padding.Rule.VALID && padding.rule() != Padding.Rule.SAME) {
                throw new ShapeException(
                        "conv_transpose: The padding must be valid or same. Received: " + padding + ".");
            }
        }

        /** With Keras's default lengths. */
        public Transposed(List<Integer> strides, List<Integer> dilation, Padding padding) {
            this(strides, dilation, padding, List.of());
        }

        private int span(int axis, Shape kernel) {
            return Window.span(kernel.intDim(axis), dilation.get(axis));
        }

        /** The length of an axis of the output; unknown if that of the input is, or a size of the kernel that counts. Keras's rule. */
        public long length(int axis, Shape input, Shape kernel) {
            long n = input.dim(axis + 1);
            int stride = strides.get(axis);
            boolean valid = padding.rule() == Padding.Rule.VALID;
            if (n == Shape.UNKNOWN) {
                return Shape.UNKNOWN;
            }
            if (!valid && outputPadding.isEmpty()) {
                return n * stride;
            }
            if (kernel.dim(axis) == Shape.UNKNOWN) {
                return Shape.UNKNOWN;
            }
            int span = span(axis, kernel);
            if (outputPadding.isEmpty()) {
                return (n - 1) * stride + Math.max(span, stride);
            }
            return (n - 1) * stride + (valid ? span : span % 2) + outputPadding.get(axis);
        }

        /** The convolution of which it is the transpose. */
        public Convolution convolution(Shape kernel) {
            if (padding.rule() == Padding.Rule.VALID || outputPadding.isEmpty()) {
                return new Convolution(strides, dilation, 1, padding);
            }
            List<Integer> before = new ArrayList<>();
            List<Integer> after = new ArrayList<>();
            for (int i = 0; i < strides.size(); i++) {
                int span = span(i, kernel);
                int lack = span - span % 2 - outputPadding.get(i);
                before.add(Math.max(0, Math.floorDiv(lack, 2)));
                after.add(lack - before.get(i));
            }
            return new Convolution(strides, dilation, 1, Padding.given(before, after));
        }
    }

    /** The transposed convolution of x {@code (n, …, channels)} with a kernel {@code (…, filters, channels)}. */
    public static final Op<Transposed> CONV_TRANSPOSE = Op.<Transposed>named("conv_transpose")
            .shape(Convolutions::transposedShape)
            .definition((in, a) -> List.of(backwardInput(
                    a.convolution(in.get(1).shape()),
                    in.get(0),
                    in.get(1),
                    transposedShape(List.of(in.get(0).spec(), in.get(1).spec()), a)
                            .shape())))
            .build();

    private static Spec transposedShape(List<Spec> in, Transposed a) {
        Shape x = in.get(0).shape();
        Shape kernel = in.get(1).shape();
        requireOneType(in.get(0), in.get(1));
        int spatial = a.strides.size();
        if (x.rank() != spatial + 2 || kernel.rank() != spatial + 2) {
            throw ranks(spatial, x, kernel);
        }
        if (x.last() != kernel.last() && x.last() != Shape.UNKNOWN) {
            throw new ShapeException("The input has " + x.last() + " channels, the kernel is for " + kernel.last()
                    + ". Received: input " + x + " and kernel " + kernel + ", whose axes are (…, filters, channels).");
        }
        long[] out = x.dims();
        for (int i = 0; i < spatial; i++) {
            int more = a.outputPadding.isEmpty() ? 0 : a.outputPadding.get(i);
            if (more < 0 || (more > 0 && more >= a.strides.get(i))) {
                throw new ShapeException("The output's padding must be less than the strides. Received: "
                        + a.outputPadding + " with strides " + a.strides + ".");
            }
            out[i + 1] = a.length(i, x, kernel);
        }
        out[spatial + 1] = kernel.dim(-2);
        return in.get(0).with(Shape.of(out));
    }

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
            throw ranks(a.strides.size(), x, kernel);
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
            throw ranks(a.strides.size(), x, kernel);
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
            out[i + 1] = Window.output(
                    out[i + 1], kernel.intDim(i), a.strides.get(i), a.dilation.get(i), a.padding.along(i));
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

    private static ShapeException ranks(int n, Shape x, Shape kernel) {
        return new ShapeException(
                "Over " + n + " spatial " + (n == 1 ? "axis" : "axes") + ", input and kernel must have " + (n + 2)
                        + " axes each. Received: input " + x + " and kernel " + kernel + ".");
    }
}
