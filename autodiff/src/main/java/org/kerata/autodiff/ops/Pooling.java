package org.kerata.autodiff.ops;

import static org.kerata.autodiff.ops.Rules.grads;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.compile.PoolTask;
import org.kerata.autodiff.internal.kernels.reference.PoolReference;

/** The largest or the mean of each window over one to three spatial axes, channels last: {@code (n, …, channels)}. */
public final class Pooling {
    private Pooling() {}

    /** The windows; one entry for each spatial axis. */
    public record Pool(List<Integer> size, List<Integer> strides, Padding padding) {
        public Pool {
            size = List.copyOf(size);
            strides = List.copyOf(strides);
        }

        /** The window along a spatial axis (0 is the first after the batch). */
        public Window window(int axis, Shape input) {
            return Window.of(input.dim(axis + 1), size.get(axis), strides.get(axis), 1, padding.along(axis));
        }

        /** No dilation. */
        public List<Integer> dilation() {
            return Collections.nCopies(size.size(), 1);
        }
    }

    /** The settings of {@link #AVERAGE_POOL_GRAD}: with the shape of the input. */
    public record PoolOf(Pool pool, Shape input) {}

    /** The largest of each window; padding never wins. */
    public static final Op<Pool> MAX_POOL = Op.<Pool>named("max_pool")
            .shape((in, a) -> in.get(0).with(output(a, in.get(0))))
            .gradient(g -> grads(Pooling.MAX_POOL_GRAD.apply(g.attributes(), g.in(0), g.out(), g.dy())))
            .reference(PoolReference::max)
            .kernel(PoolTask::lowerMax)
            .build();

    /** From {@code (x, y, dy)} the gradient of the input: each dy goes to the first of its window's largest. */
    public static final Op<Pool> MAX_POOL_GRAD = Op.<Pool>named("max_pool_grad")
            .shape((in, a) -> like(in, a, 2, 0))
            .gradient(
                    g -> grads(null, null, Pooling.MAX_POOL_GRAD_GRAD.apply(g.attributes(), g.in(0), g.in(1), g.dy())))
            .reference(PoolReference::maxGradient)
            .build();

    /** From {@code (x, y, g)} with g shaped like x: g at the first of each window's largest. */
    public static final Op<Pool> MAX_POOL_GRAD_GRAD = Op.<Pool>named("max_pool_grad_grad")
            .shape((in, a) -> like(in, a, 1, 1))
            .gradient(g -> grads(null, null, MAX_POOL_GRAD.apply(g.attributes(), g.in(0), g.in(1), g.dy())))
            .reference(PoolReference::maxPicked)
            .build();

    /** The mean of each window; padding does not count. */
    public static final Op<Pool> AVERAGE_POOL = Op.<Pool>named("average_pool")
            .shape((in, a) -> in.get(0).with(output(a, in.get(0))))
            .gradient(g -> grads(Pooling.AVERAGE_POOL_GRAD.apply(
                    new PoolOf(g.attributes(), g.in(0).shape()), g.dy())))
            .reference(PoolReference::average)
            .kernel(PoolTask::lowerAverage)
            .build();

    /** From {@code dy} the gradient of the input: each dy is spread evenly over its window. */
    public static final Op<PoolOf> AVERAGE_POOL_GRAD = Op.<PoolOf>named("average_pool_grad")
            .shape((in, a) -> {
                requireShape(
                        "gradient", in.get(0).shape(), output(a.pool, in.get(0).with(a.input)));
                return in.get(0).with(a.input);
            })
            .gradient(g -> grads(AVERAGE_POOL.apply(g.attributes().pool, g.dy())))
            .reference(PoolReference::averageGradient)
            .kernel(PoolTask::lowerAverageGradient)
            .build();

    /** How many windows there are along each spatial axis. */
    public record Adaptive(List<Integer> outputSize) {
        public Adaptive {
            outputSize = List.copyOf(outputSize);
        }
    }

    /** The mean of each of so many windows, which cover each spatial axis in parts as equal as can be and overlap where they must. */
    public static final Op<Adaptive> ADAPTIVE_AVERAGE_POOL = Op.<Adaptive>named("adaptive_average_pool")
            .shape((in, a) -> in.get(0).with(output(a, in.get(0))))
            .definition((in, a) -> {
                Tensor x = in.get(0);
                Pool even = even(a, x.shape());
                if (even != null) {
                    return List.of(AVERAGE_POOL.apply(even, x));
                }
                for (int i = 0; i < a.outputSize.size(); i++) {
                    Taps mean = AdaptiveWindows.of(x.shape().intDim(i + 1), a.outputSize.get(i))
                            .mean();
                    x = Resizing.RESAMPLE.apply(new Resizing.Resample(i + 1, mean), x);
                }
                return List.of(x);
            })
            .build();

    /** The largest of each of so many windows, which cover each spatial axis in parts as equal as can be and overlap where they must. */
    public static final Op<Adaptive> ADAPTIVE_MAX_POOL = Op.<Adaptive>named("adaptive_max_pool")
            .shape((in, a) -> in.get(0).with(output(a, in.get(0))))
            .definition((in, a) -> {
                Tensor x = in.get(0);
                Pool even = even(a, x.shape());
                if (even != null) {
                    return List.of(MAX_POOL.apply(even, x));
                }
                for (int i = 0; i < a.outputSize.size(); i++) {
                    x = adaptiveMaxAlong(x, i, a.outputSize.get(i));
                }
                return List.of(x);
            })
            .build();

    /** Windows of one size side by side, if the lengths allow it. */
    private static @Nullable Pool even(Adaptive a, Shape x) {
        List<Integer> size = new ArrayList<>();
        for (int i = 0; i < a.outputSize.size(); i++) {
            int n = x.intDim(i + 1);
            if (n == 0 || n % a.outputSize.get(i) != 0) {
                return null;
            }
            size.add(n / a.outputSize.get(i));
        }
        return new Pool(size, size, Padding.VALID);
    }

    /** There are windows of two sizes at most: the maxima of both sizes at all places, of which each window picks its own. */
    private static Tensor adaptiveMaxAlong(Tensor x, int axis, int output) {
        AdaptiveWindows w = AdaptiveWindows.of(x.shape().intDim(axis + 1), output);
        Tensor small = MAX_POOL.apply(along(axis, x.rank() - 2, w.small()), x);
        Tensor all = small;
        if (w.hasBig()) {
            Tensor big = MAX_POOL.apply(along(axis, x.rank() - 2, w.small() + 1), x);
            all = Ops.concatenate(List.of(small, big), axis + 1);
        }
        return Resizing.RESAMPLE.apply(new Resizing.Resample(axis + 1, w.picks()), all);
    }

    private static Pool along(int axis, int spatial, int size) {
        List<Integer> sizes = new ArrayList<>(Collections.nCopies(spatial, 1));
        sizes.set(axis, size);
        return new Pool(sizes, Collections.nCopies(spatial, 1), Padding.VALID);
    }

    private static Shape output(Adaptive a, Spec in) {
        int n = a.outputSize.size();
        requireRank(in, n);
        long[] out = in.shape().dims();
        for (int i = 0; i < n; i++) {
            if (a.outputSize.get(i) < 1) {
                throw new ShapeException("The output's sizes must be at least 1. Received: " + a.outputSize + ".");
            }
            if (out[i + 1] == 0) {
                throw new ShapeException("There is nothing to pool. Received: " + in.shape() + ".");
            }
            out[i + 1] = a.outputSize.get(i);
        }
        return Shape.of(out);
    }

    private static void requireRank(Spec in, int spatial) {
        Rules.requireFloating(in);
        if (in.shape().rank() != spatial + 2) {
            throw new ShapeException("Over " + spatial + " spatial " + (spatial == 1 ? "axis" : "axes")
                    + ", the input must have " + (spatial + 2) + " axes. Received: " + in.shape() + ".");
        }
    }

    private static Shape output(Pool a, Spec in) {
        int n = a.size.size();
        requireRank(in, n);
        long[] out = in.shape().dims();
        for (int i = 0; i < n; i++) {
            out[i + 1] = Window.output(out[i + 1], a.size.get(i), a.strides.get(i), 1, a.padding.along(i));
        }
        return Shape.of(out);
    }

    /** The shape rule of the gradients of max pooling: x, y and a third that is shaped like y (2) or x (1); the result is the other. */
    private static Spec like(List<Spec> in, Pool a, int third, int result) {
        Shape y = output(a, in.get(0));
        requireShape("output", in.get(1).shape(), y);
        requireShape("gradient", in.get(2).shape(), third == 2 ? y : in.get(0).shape());
        return in.get(result);
    }

    private static void requireShape(String what, Shape received, Shape expected) {
        if (!received.matches(expected)) {
            throw new ShapeException("The " + what + " must have shape " + expected + ". Received: " + received + ".");
        }
    }
}
