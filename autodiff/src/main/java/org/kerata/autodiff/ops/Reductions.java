package org.kerata.autodiff.ops;

import static org.kerata.autodiff.ops.Rules.grads;

import java.util.ArrayList;
import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Adjoint;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.compile.ReduceTask;
import org.kerata.autodiff.internal.kernels.reference.CumulativeReference;
import org.kerata.autodiff.internal.kernels.reference.ReduceReference;

/** Sums, means and extremes over axes. */
public final class Reductions {
    private Reductions() {}

    /** Which axes go, counted from the front and ascending, and whether they stay with length 1. */
    public record Axes(List<Integer> axes, boolean keepDims) {
        /** Axes as users give them: negative ones count from the end, none means all. */
        public static Axes of(Shape shape, int[] axes, boolean keepDims) {
            List<Integer> list = new ArrayList<>();
            if (axes.length == 0) {
                for (int i = 0; i < shape.rank(); i++) {
                    list.add(i);
                }
            }
            for (int a : axes) {
                int axis = shape.axis(a);
                if (list.contains(axis)) {
                    throw new ShapeException("Axis " + a + " is given twice for shape " + shape + ".");
                }
                list.add(axis);
            }
            list.sort(null);
            return new Axes(List.copyOf(list), keepDims);
        }
    }

    /** The sum. Of {@code bool}: how many are true. */
    public static final Op<Axes> SUM = Op.<Axes>named("sum")
            .shape((in, a) -> reduced(in, a)
                    .with(
                            in.get(0).dtype() == DType.BOOL
                                    ? DType.INT32
                                    : in.get(0).dtype()))
            .gradient(g -> grads(stretch(g.dy(), g)))
            .reference(ReduceReference::sum)
            .kernel(ReduceTask::lower)
            .build();

    /** The mean, in the input's type. */
    public static final Op<Axes> MEAN = Op.<Axes>named("mean")
            .shape((in, a) -> Rules.floating(List.of(reduced(in, a))))
            .definition((in, a) ->
                    List.of(SUM.apply(a, in.get(0)).times(1.0 / count(in.get(0).shape(), a))))
            .build();

    /** The product. Its gradient goes through products of halves, which hold where elements are 0. */
    public static final Op<Axes> PROD = Op.<Axes>named("prod")
            .shape(Reductions::reduced)
            .gradient(g -> Rules.through(Reductions::productOfHalves, g))
            .reference(ReduceReference::prod)
            .build();

    /** The mean square of the distance from the mean (divided by the count, not by one less). */
    public static final Op<Axes> VARIANCE = Op.<Axes>named("var")
            .shape((in, a) -> Rules.floating(List.of(reduced(in, a))))
            .definition((in, a) -> {
                Tensor mean = MEAN.apply(new Axes(a.axes, true), in.get(0));
                return List.of(MEAN.apply(a, Ops.square(in.get(0).minus(mean))));
            })
            .build();

    /** The square root of the variance. */
    public static final Op<Axes> STD = Op.<Axes>named("std")
            .shape((in, a) -> Rules.floating(List.of(reduced(in, a))))
            .definition((in, a) -> List.of(Ops.sqrt(VARIANCE.apply(a, in.get(0)))))
            .build();

    /** The logarithm of the sum of exponentials, without overflow. */
    public static final Op<Axes> LOGSUMEXP = Op.<Axes>named("logsumexp")
            .shape((in, a) -> Rules.floating(List.of(reducedNonEmpty(in, a))))
            .definition((in, a) -> {
                Axes kept = new Axes(a.axes, true);
                Tensor max = Ops.stopGradient(Reductions.MAX.apply(kept, in.get(0)));
                Tensor shift = Ops.where(Ops.isFinite(max), max, Ops.zerosLike(max));
                Tensor log = Ops.log(SUM.apply(kept, Ops.exp(in.get(0).minus(shift))))
                        .plus(shift);
                return List.of(
                        a.keepDims
                                ? log
                                : Ops.reshape(
                                        log,
                                        reduced(List.of(in.get(0).spec()), a)
                                                .shape()
                                                .dims()));
            })
            .build();

    /** The largest; NaN if any is. The gradient is shared by equals. */
    public static final Op<Axes> MAX = Op.<Axes>named("max")
            .shape((in, a) -> reducedNonEmpty(in, a))
            .gradient(Reductions::toExtremes)
            .reference(ReduceReference::max)
            .kernel(ReduceTask::lower)
            .build();

    /** The smallest; NaN if any is. The gradient is shared by equals. */
    public static final Op<Axes> MIN = Op.<Axes>named("min")
            .shape((in, a) -> reducedNonEmpty(in, a))
            .gradient(Reductions::toExtremes)
            .reference(ReduceReference::min)
            .build();

    /** Whether any is true. */
    public static final Op<Axes> ANY = Op.<Axes>named("any")
            .shape((in, a) -> truth(in, a))
            .reference(ReduceReference::any)
            .noGradient()
            .build();

    /** Whether all are true. */
    public static final Op<Axes> ALL = Op.<Axes>named("all")
            .shape((in, a) -> truth(in, a))
            .reference(ReduceReference::all)
            .noGradient()
            .build();

    /** The axis along which an index is looked for. */
    public record Axis(int axis, boolean keepDims) {}

    /** The index of the first largest. */
    public static final Op<Axis> ARGMAX = Op.<Axis>named("argmax")
            .shape((in, a) -> index(in, a))
            .reference(ReduceReference::argmax)
            .noGradient()
            .build();

    /** The index of the first smallest. */
    public static final Op<Axis> ARGMIN = Op.<Axis>named("argmin")
            .shape((in, a) -> index(in, a))
            .reference(ReduceReference::argmin)
            .noGradient()
            .build();

    /**
     * Which way sums grow.
     *
     * @param reverse from the end to the front
     */
    public record Growing(int axis, boolean reverse) {}

    /** At each place of an axis the sum of all elements up to there, itself included. */
    public static final Op<Growing> CUMSUM = Op.<Growing>named("cumsum")
            .shape((in, a) -> {
                in.get(0).shape().axis(a.axis);
                return in.get(0);
            })
            .gradient(g ->
                    grads(Reductions.CUMSUM.apply(new Growing(g.attributes().axis, !g.attributes().reverse), g.dy())))
            .reference(CumulativeReference::sum)
            .build();

    /** The shape that is left. */
    static Spec reduced(List<Spec> in, Axes a) {
        Shape s = in.get(0).shape();
        long[] out = new long[a.keepDims ? s.rank() : s.rank() - a.axes.size()];
        int n = 0;
        for (int i = 0; i < s.rank(); i++) {
            if (!a.axes.contains(i)) {
                out[n++] = s.dim(i);
            } else if (a.keepDims) {
                out[n++] = 1;
            }
        }
        return in.get(0).with(Shape.of(out));
    }

    private static double count(Shape s, Axes a) {
        double n = 1;
        for (int axis : a.axes) {
            n *= s.dim(axis);
        }
        return n;
    }

    static Spec reducedNonEmpty(List<Spec> in, Axes a) {
        for (int axis : a.axes) {
            if (in.get(0).shape().dim(axis) == 0) {
                throw new ShapeException(
                        "Axis " + axis + " of shape " + in.get(0).shape() + " is empty, so it has no extreme.");
            }
        }
        return reduced(in, a);
    }

    private static Spec truth(List<Spec> in, Axes a) {
        if (in.get(0).dtype() != DType.BOOL) {
            throw new ShapeException("The input must be bool. Received: " + in.get(0) + ".");
        }
        return reduced(in, a);
    }

    private static Spec index(List<Spec> in, Axis a) {
        return reducedNonEmpty(in, new Axes(List.of(a.axis), a.keepDims)).with(DType.INT32);
    }

    /** The tensor with the reduced axes back, with length 1. */
    private static Tensor keep(Tensor t, Adjoint<Axes> g) {
        Axes a = g.attributes();
        return a.keepDims
                ? t
                : Ops.reshape(
                        t,
                        reduced(List.of(g.in(0).spec()), new Axes(a.axes, true))
                                .shape()
                                .dims());
    }

    /** The product over the axes, by multiplying one half of the elements with the other until one is left. */
    private static List<Tensor> productOfHalves(List<Tensor> in, Axes a) {
        Tensor x = in.get(0);
        Shape left = reduced(List.of(x.spec()), a).shape();
        int[] order = new int[x.rank()];
        int n = 0;
        for (int i = 0; i < order.length; i++) {
            if (!a.axes.contains(i)) {
                order[n++] = i;
            }
        }
        for (int axis : a.axes) {
            order[n++] = axis;
        }
        long count = 1;
        for (int axis : a.axes) {
            count *= x.shape().dim(axis);
        }
        Tensor y = Ops.reshape(Ops.transpose(x, order), left.size(), count);
        while (count > 1) {
            Tensor half = columns(y, 0, count / 2).times(columns(y, count / 2, count / 2 * 2));
            y = count % 2 == 0 ? half : Ops.concatenate(List.of(half, columns(y, count - 1, count)), 1);
            count = (count + 1) / 2;
        }
        return List.of(count == 0 ? Ops.full(left, 1, x.dtype()) : Ops.reshape(y, left.dims()));
    }

    private static Tensor columns(Tensor x, long from, long to) {
        return Ops.slice(x, Slice.ALL, Slice.of(from, to));
    }

    private static Tensor stretch(Tensor dy, Adjoint<Axes> g) {
        return Ops.broadcastTo(keep(dy, g), g.in(0).shape());
    }

    private static List<Tensor> toExtremes(Adjoint<Axes> g) {
        Tensor chosen = g.in(0).equal(keep(g.out(), g)).cast(g.in(0).dtype());
        Tensor count = Ops.sum(
                chosen, g.attributes().axes.stream().mapToInt(Integer::intValue).toArray(), true);
        return List.of(chosen.times(keep(g.dy(), g).div(count)));
    }
}
