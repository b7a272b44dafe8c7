package org.kerata.autodiff.ops;

import java.util.List;
import java.util.function.BiFunction;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;

/** Reductions that leave NaN out, for floating-point tensors; of nothing but NaN, sum and product are 0 and 1, the others NaN. */
public final class NanReductions {
    private NanReductions() {}

    /** The sum. */
    public static final Op<Reductions.Axes> NANSUM =
            reduction("nansum", (x, a) -> Reductions.SUM.apply(a, Cumulative.withoutNan(x, 0)));

    /** The product. */
    public static final Op<Reductions.Axes> NANPROD =
            reduction("nanprod", (x, a) -> Reductions.PROD.apply(a, Cumulative.withoutNan(x, 1)));

    /** The mean. */
    public static final Op<Reductions.Axes> NANMEAN = reduction("nanmean", NanReductions::mean);

    /** The mean square of the distance from the mean. */
    public static final Op<Reductions.Axes> NANVAR = reduction("nanvar", NanReductions::variance);

    /** The square root of the variance. */
    public static final Op<Reductions.Axes> NANSTD = reduction("nanstd", (x, a) -> Ops.sqrt(variance(x, a)));

    /** The largest. */
    public static final Op<Reductions.Axes> NANMAX = reduction(
            "nanmax",
            (x, a) -> orNan(x, a, Reductions.MAX.apply(a, Cumulative.withoutNan(x, Double.NEGATIVE_INFINITY))));

    /** The smallest. */
    public static final Op<Reductions.Axes> NANMIN = reduction(
            "nanmin",
            (x, a) -> orNan(x, a, Reductions.MIN.apply(a, Cumulative.withoutNan(x, Double.POSITIVE_INFINITY))));

    /** The index of the first largest; -1 if all are NaN. */
    public static final Op<Reductions.Axis> NANARGMAX = index(
            "nanargmax", (x, a) -> Reductions.ARGMAX.apply(a, Cumulative.withoutNan(x, Double.NEGATIVE_INFINITY)));

    /** The index of the first smallest; -1 if all are NaN. */
    public static final Op<Reductions.Axis> NANARGMIN = index(
            "nanargmin", (x, a) -> Reductions.ARGMIN.apply(a, Cumulative.withoutNan(x, Double.POSITIVE_INFINITY)));

    private static Tensor mean(Tensor x, Reductions.Axes a) {
        return NANSUM.apply(a, x).div(numbers(x, a));
    }

    private static Tensor variance(Tensor x, Reductions.Axes a) {
        // NaN goes before anything is computed with it, or it would come back by the gradient.
        Tensor clean = Cumulative.withoutNan(x, 0);
        Tensor distance = clean.minus(mean(x, new Reductions.Axes(a.axes(), true)));
        Tensor squares = Ops.square(Ops.where(Ops.isNan(x), Ops.zerosLike(x), distance));
        return Reductions.SUM.apply(a, squares).div(numbers(x, a));
    }

    /** How many are not NaN. */
    private static Tensor numbers(Tensor x, Reductions.Axes a) {
        return Reductions.SUM.apply(a, Ops.logicalNot(Ops.isNan(x))).cast(x.dtype());
    }

    private static Tensor orNan(Tensor x, Reductions.Axes a, Tensor found) {
        Tensor none = Reductions.ALL.apply(a, Ops.isNan(x));
        return Ops.where(none, Ops.fullLike(found, Double.NaN), found);
    }

    private static Op<Reductions.Axes> reduction(String name, BiFunction<Tensor, Reductions.Axes, Tensor> f) {
        return Op.<Reductions.Axes>named(name)
                .shape((in, a) -> Rules.floating(List.of(Reductions.reduced(in, a))))
                .definition((in, a) -> List.of(f.apply(in.get(0), a)))
                .build();
    }

    private static Op<Reductions.Axis> index(String name, BiFunction<Tensor, Reductions.Axis, Tensor> f) {
        return Op.<Reductions.Axis>named(name)
                .shape((in, a) -> Reductions.reduced(in, new Reductions.Axes(List.of(a.axis()), a.keepDims()))
                        .with(DType.INT32))
                .definition((in, a) -> {
                    Tensor found = f.apply(in.get(0), a);
                    Tensor none = Reductions.ALL.apply(
                            new Reductions.Axes(List.of(a.axis()), a.keepDims()), Ops.isNan(in.get(0)));
                    return List.of(Ops.where(none, Ops.fullLike(found, -1), found));
                })
                .noGradient()
                .build();
    }
}
