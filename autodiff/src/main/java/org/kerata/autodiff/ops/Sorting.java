package org.kerata.autodiff.ops;

import static org.kerata.autodiff.ops.Rules.grads;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Adjoint;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.kernels.reference.SearchReference;
import org.kerata.autodiff.internal.kernels.reference.SortReference;

/** Order along an axis. Equal elements keep their order, and -0 equals 0; NaN is larger than any number. Indices are {@code int32}. */
public final class Sorting {
    private Sorting() {}

    /** The indices that bring an axis into ascending order. */
    public static final Op<Reductions.Axis> ARGSORT = Op.<Reductions.Axis>named("argsort")
            .shape((in, a) -> along(in, a.axis()).with(DType.INT32))
            .noGradient()
            .reference(SortReference::argsort)
            .build();

    /** The elements of an axis in ascending order; the gradient goes back to where each came from. */
    public static final Op<Reductions.Axis> SORT = Op.<Reductions.Axis>named("sort")
            .shape((in, a) -> along(in, a.axis()))
            .definition((in, a) -> List.of(Ops.takeAlongAxis(in.get(0), ARGSORT.apply(a, in.get(0)), a.axis())))
            .build();

    /** How many are taken from the top. */
    public record Top(int k) {}

    /** The indices of the k largest of the last axis, the largest first. */
    public static final Op<Top> TOP_INDICES = Op.<Top>named("top_indices")
            .shape((in, a) -> top(in, a).with(DType.INT32))
            .noGradient()
            .reference(SortReference::top)
            .build();

    /** The k largest of the last axis, the largest first, and their indices. */
    public static final Op<Top> TOP_K = Op.<Top>named("top_k")
            .shapes((in, a) -> List.of(top(in, a), top(in, a).with(DType.INT32)))
            .definition((in, a) -> {
                Tensor indices = TOP_INDICES.apply(a, in.get(0));
                return List.of(Ops.takeAlongAxis(in.get(0), indices, in.get(0).rank() - 1), indices);
            })
            .build();

    /** From targets {@code (n)} and predictions {@code (n, classes)}: whether fewer than k predictions are above that of the target. */
    public static final Op<Top> IN_TOP_K = Op.<Top>named("in_top_k")
            .shape((in, a) -> {
                requireWhole("Targets", in.get(0));
                Shape p = in.get(1).shape();
                if (p.rank() == 0 || !in.get(0).shape().matches(p.slice(0, p.rank() - 1))) {
                    throw new ShapeException(
                            "Targets must have the shape of the predictions without the last axis. Received: targets "
                                    + in.get(0).shape() + " and predictions " + p + ".");
                }
                return in.get(0).with(DType.BOOL);
            })
            .noGradient()
            .reference(SortReference::inTop)
            .build();

    /** On which side of equal elements a place is. */
    public record Side(boolean right) {}

    /** From a sorted vector and values: before which element of it each value stands. */
    public static final Op<Side> SEARCHSORTED = Op.<Side>named("searchsorted")
            .shape((in, a) -> places("The sorted sequence", in.get(0), in.get(1)))
            .noGradient()
            .reference(SearchReference::searchSorted)
            .build();

    /** From values and bounds in order: how many bounds each value has passed. Descending bounds are passed from above. */
    public static final Op<NoAttributes> DIGITIZE = Op.plain("digitize")
            .shape((in, a) -> places("The bounds", in.get(1), in.get(0)))
            .noGradient()
            .reference(SearchReference::digitize)
            .build();

    /** Whether what is in the second tensor is asked for, or what is not. */
    public record Member(boolean invert) {}

    /** For each element of the first tensor whether it is anywhere in the second; NaN is not. */
    public static final Op<Member> IS_IN = Op.<Member>named("isin")
            .shape((in, a) -> in.get(0).with(DType.BOOL))
            .noGradient()
            .reference(SearchReference::isIn)
            .build();

    /**
     * How many different elements there is room for.
     *
     * @param fill what stands behind the last of them
     */
    public record Distinct(int size, double fill) {}

    /** Different elements in ascending order, where each first stands, which of them each element is, and how often each occurs. */
    public static final Op<Distinct> UNIQUE = Op.<Distinct>named("unique")
            .shapes((in, a) -> {
                Spec line = in.get(0).with(Shape.of(a.size));
                return List.of(line, line.with(DType.INT32), in.get(0).with(DType.INT32), line.with(DType.INT32));
            })
            .gradient(g -> grads(uniqueGradient(g)))
            .reference(SortReference::unique)
            .build();

    /** To where each different element first stands. */
    private static @Nullable Tensor uniqueGradient(Adjoint<Distinct> g) {
        Tensor dy = g.dy(0);
        if (dy == null) {
            return null;
        }
        Tensor real = Ops.where(g.out(3).greater(0), dy, Ops.zerosLike(dy));
        Shape x = g.in(0).shape();
        Lookups.Into line = new Lookups.Into(new Lookups.Along(0, false), Shape.of(x.size()));
        return Ops.reshape(Lookups.SCATTER_ADD.apply(line, g.out(1), real), x.dims());
    }

    private static Spec along(List<Spec> in, int axis) {
        in.get(0).shape().axis(axis);
        return in.get(0);
    }

    private static Spec top(List<Spec> in, Top a) {
        Shape s = in.get(0).shape();
        if (s.rank() == 0) {
            throw new ShapeException("The input must have at least one axis. Received: " + in.get(0) + ".");
        }
        long n = s.last();
        if (a.k < 1 || (n >= 0 && a.k > n)) {
            throw new ShapeException(
                    "k must be from 1 to the length of the last axis. Received: k = " + a.k + " for shape " + s + ".");
        }
        return in.get(0).with(s.with(s.rank() - 1, a.k));
    }

    private static Spec places(String what, Spec sorted, Spec values) {
        if (sorted.shape().rank() != 1) {
            throw new ShapeException(what + " must be a vector. Received: " + sorted + ".");
        }
        if (sorted.dtype() != values.dtype()) {
            throw new ShapeException(
                    what + " and the values must have one type. Received: " + sorted + " and " + values + ".");
        }
        return values.with(DType.INT32);
    }

    /** Fails unless the type is an integer one. */
    static void requireWhole(String what, Spec s) {
        if (!s.dtype().isInteger()) {
            throw new ShapeException(what + " must be int32 or int64. Received: " + s + ". Put a cast before them.");
        }
    }
}
