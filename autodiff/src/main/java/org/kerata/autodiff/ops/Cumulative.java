package org.kerata.autodiff.ops;

import java.util.Arrays;
import java.util.List;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.kernels.reference.CumulativeReference;

/** Products of all that stand up to a place of an axis, differences of neighbours, and areas. */
public final class Cumulative {
    private Cumulative() {}

    /**
     * At each place of an axis the product of all elements up to there, itself included. Its gradient goes through products of stretches
     * that double in length, which hold where elements are 0.
     */
    public static final Op<Reductions.Growing> CUMPROD = Op.<Reductions.Growing>named("cumprod")
            .shape(Cumulative::along)
            .gradient(g -> Rules.through(Cumulative::productOfStretches, g))
            .reference(CumulativeReference::product)
            .build();

    /** As {@link Reductions#CUMSUM}, with NaN as 0. */
    public static final Op<Reductions.Growing> NANCUMSUM = Op.<Reductions.Growing>named("nancumsum")
            .shape(Cumulative::along)
            .definition((in, a) -> List.of(Reductions.CUMSUM.apply(a, withoutNan(in.get(0), 0))))
            .build();

    /** As {@link #CUMPROD}, with NaN as 1. */
    public static final Op<Reductions.Growing> NANCUMPROD = Op.<Reductions.Growing>named("nancumprod")
            .shape(Cumulative::along)
            .definition((in, a) -> List.of(CUMPROD.apply(a, withoutNan(in.get(0), 1))))
            .build();

    /** How often neighbours along an axis are taken from each other. */
    public record Differences(int axis, int n) {}

    /** Each element of an axis less the one before it, n times over; the axis becomes n shorter. */
    public static final Op<Differences> DIFF = Op.<Differences>named("diff")
            .shape((in, a) -> {
                Spec x = in.get(0);
                long length = x.shape().dim(a.axis);
                return x.with(x.shape().with(a.axis, length < 0 ? length : Math.max(length - a.n, 0)));
            })
            .definition((in, a) -> {
                Tensor x = in.get(0);
                for (int i = 0; i < a.n; i++) {
                    long length = x.shape().dim(a.axis);
                    x = length == 0 ? x : part(x, a.axis, 1, length).minus(part(x, a.axis, 0, length - 1));
                }
                return List.of(x);
            })
            .build();

    /** From {@code (y, x)}, or y alone with steps of 1: the area below the straight lines between the points (x, y) along an axis. */
    public static final Op<Reductions.Axis> TRAPEZOID = Op.<Reductions.Axis>named("trapezoid")
            .shape((in, a) -> {
                in.forEach(Rules::requireFloating);
                Spec y = in.size() == 1 ? in.get(0) : Rules.broadcast(in);
                return Reductions.reduced(List.of(y), new Reductions.Axes(List.of(a.axis()), false));
            })
            .definition((in, a) -> {
                Tensor y = in.get(0);
                long n = y.shape().dim(a.axis());
                Tensor heights = part(y, a.axis(), 1, n)
                        .plus(part(y, a.axis(), 0, n - 1))
                        .times(0.5);
                Tensor areas = in.size() == 1
                        ? heights
                        : heights.times(DIFF.apply(
                                new Differences(in.get(1).rank() == 1 ? 0 : a.axis(), 1), in.get(1)));
                return List.of(Ops.sum(areas, new int[] {a.axis()}, false));
            })
            .build();

    private static Spec along(List<Spec> in, Reductions.Growing a) {
        in.get(0).shape().axis(a.axis());
        return in.get(0);
    }

    /** x with another number where it is NaN; no gradient flows there. */
    static Tensor withoutNan(Tensor x, double instead) {
        return Ops.where(Ops.isNan(x), Ops.fullLike(x, instead), x);
    }

    /** Each element times the one a stretch before it, for stretches of 1, 2, 4, …; those without one stay. */
    private static List<Tensor> productOfStretches(List<Tensor> in, Reductions.Growing a) {
        Tensor y = in.get(0);
        long n = y.shape().dim(a.axis());
        for (long stretch = 1; stretch < n; stretch *= 2) {
            Tensor far = part(y, a.axis(), stretch, n).times(part(y, a.axis(), 0, n - stretch));
            y = Ops.concatenate(List.of(part(y, a.axis(), 0, stretch), far), a.axis());
        }
        return List.of(y);
    }

    private static Tensor part(Tensor x, int axis, long from, long to) {
        Slice[] all = new Slice[axis + 1];
        Arrays.fill(all, Slice.ALL);
        all[axis] = Slice.of(from, to);
        return Ops.slice(x, all);
    }
}
