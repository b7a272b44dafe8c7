package org.kerata.autodiff.ops;

import static org.kerata.autodiff.ops.Rules.grads;

import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Adjoint;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.kernels.reference.ScatterReference;

/**
 * Elements put at indices. The last axis of the indices, {@code (…, k)}, names a place in the first k axes of the target; the values have
 * the other axes of the indices and, behind them, the axes of the target that no index names. Negative indices count from the end; an
 * index out of range is an error.
 */
public final class Scatters {
    private Scatters() {}

    /** What happens to values that meet at one place. */
    public enum Meeting {
        /** They are added. */
        ADD,
        /** The larger stays. */
        MAX,
        /** The smaller stays. */
        MIN,
        /** They are multiplied. */
        MUL
    }

    /** The shape of the target. */
    public record Target(Shape shape) {}

    /** How values meet. */
    public record How(Meeting meeting) {}

    /** From {@code (indices, values)}: zeros of this shape to which the values are added, in the order of the indices. */
    public static final Op<Target> SCATTER = Op.<Target>named("scatter")
            .shape((in, a) -> {
                requireValues(in.get(0), in.get(1).shape(), a.shape);
                return in.get(1).with(a.shape);
            })
            .gradient(g -> grads(null, Scatters.GATHER_ND.apply(NoAttributes.NONE, g.dy(), g.in(0))))
            .reference(ScatterReference::scatter)
            .failsOnData()
            .build();

    /** From {@code (x, indices)}: the parts of x at these places. */
    public static final Op<NoAttributes> GATHER_ND = Op.plain("gather_nd")
            .shape((in, a) -> in.get(0).with(values(in.get(1), in.get(0).shape())))
            .gradient(g -> grads(SCATTER.apply(new Target(g.in(0).shape()), g.in(1), g.dy()), null))
            .reference(ScatterReference::gather)
            .failsOnData()
            .build();

    /** From {@code (x, indices, values)}: x with the values in the place of what was there; of several for one place, the last. */
    public static final Op<NoAttributes> SCATTER_REPLACE = Op.plain("scatter_replace")
            .shape((in, a) -> {
                requireUpdates(in);
                return in.get(0);
            })
            .gradient(g -> {
                Tensor zeros = Ops.zerosLike(g.in(2));
                Tensor dx = Scatters.SCATTER_REPLACE.apply(g.attributes(), g.dy(), g.in(1), zeros);
                Tensor last = Scatters.SCATTER_LAST.apply(new Target(g.in(0).shape()), g.in(1));
                Tensor dv = GATHER_ND.apply(g.attributes(), g.dy(), g.in(1));
                return grads(dx, null, Ops.where(behind(last, dv), dv, zeros));
            })
            .reference(ScatterReference::replace)
            .failsOnData()
            .build();

    /** From indices: whether none of those that follow names the same place of a target of this shape. */
    public static final Op<Target> SCATTER_LAST = Op.<Target>named("scatter_last")
            .shape((in, a) -> {
                values(in.get(0), a.shape);
                return new Spec(
                        DType.BOOL, in.get(0).shape().slice(0, in.get(0).shape().rank() - 1));
            })
            .noGradient()
            .reference(ScatterReference::last)
            .failsOnData()
            .build();

    /** From {@code (x, indices, values)}: x with the values added to, multiplied with or held against what was there. */
    public static final Op<How> SCATTER_MEET = Op.<How>named("scatter_update")
            .shape((in, a) -> {
                requireUpdates(in);
                return in.get(0);
            })
            .gradient(g -> switch (g.attributes().meeting) {
                case ADD -> grads(g.dy(), null, at(g.dy(), g.in(1)));
                case MAX, MIN -> extremes(g);
                case MUL -> factors(g);
            })
            .reference(ScatterReference::meet)
            .failsOnData()
            .build();

    private static Tensor at(Tensor x, Tensor indices) {
        return GATHER_ND.apply(NoAttributes.NONE, x, indices);
    }

    /** Truth values with the axes that values have behind them. */
    private static Tensor behind(Tensor truth, Tensor values) {
        Tensor t = truth;
        while (t.rank() < values.rank()) {
            t = Ops.expandDims(t, -1);
        }
        return t;
    }

    /** All that reach the extreme of a place share its gradient equally. */
    private static List<Tensor> extremes(Adjoint<How> g) {
        Tensor own = Ops.cast(g.in(0).equal(g.out()), g.dy().dtype());
        Tensor given = Ops.cast(g.in(2).equal(at(g.out(), g.in(1))), g.dy().dtype());
        Tensor count = SCATTER_MEET.apply(new How(Meeting.ADD), own, g.in(1), given);
        Tensor share = Ops.divide(g.dy(), count);
        return grads(share.times(own), null, given.times(at(share, g.in(1))));
    }

    /** Each factor's gradient is the product of the others. Zeros are set aside and counted, so that nothing is divided by one. */
    private static List<Tensor> factors(Adjoint<How> g) {
        Tensor x = g.in(0);
        Tensor v = g.in(2);
        Tensor indices = g.in(1);
        Tensor x0 = x.equal(0);
        Tensor v0 = v.equal(0);
        Tensor xs = Ops.where(x0, Ops.onesLike(x), x);
        Tensor vs = Ops.where(v0, Ops.onesLike(v), v);
        Tensor product = SCATTER_MEET.apply(new How(Meeting.MUL), xs, indices, vs);
        Tensor zeros =
                SCATTER_MEET.apply(new How(Meeting.ADD), Ops.cast(x0, x.dtype()), indices, Ops.cast(v0, x.dtype()));
        Tensor reaching = product.times(g.dy());
        Tensor dx = others(reaching, zeros, xs, x0);
        Tensor dv = others(at(reaching, indices), at(zeros, indices), vs, v0);
        return grads(dx, null, dv);
    }

    private static Tensor others(Tensor reaching, Tensor zeros, Tensor safe, Tensor isZero) {
        Tensor elsewhere = zeros.minus(Ops.cast(isZero, zeros.dtype()));
        return Ops.where(elsewhere.equal(0), Ops.divide(reaching, safe), Ops.zerosLike(reaching));
    }

    private static Shape values(Spec indices, Shape target) {
        if (!indices.dtype().isInteger() || indices.shape().rank() == 0) {
            throw new ShapeException(
                    "Indices must be int32 or int64 of shape (…, k), the last axis naming a place in the first k "
                            + "axes. Received: " + indices + ".");
        }
        long k = indices.shape().last();
        if (k == Shape.UNKNOWN || k > target.rank()) {
            throw new ShapeException("The last axis of the indices names a place in the first axes of shape " + target
                    + ", so it must be at most " + target.rank() + ". Received: indices " + indices.shape() + ".");
        }
        return indices.shape()
                .slice(0, indices.shape().rank() - 1)
                .append(target.slice((int) k, target.rank()).dims());
    }

    private static void requireValues(Spec indices, Shape values, Shape target) {
        Shape expected = values(indices, target);
        if (!values.matches(expected)) {
            throw new ShapeException("For indices " + indices.shape() + " into shape " + target
                    + " the values must have shape " + expected + ". Received: " + values + ".");
        }
    }

    private static void requireUpdates(List<Spec> in) {
        requireValues(in.get(1), in.get(2).shape(), in.get(0).shape());
        if (in.get(0).dtype() != in.get(2).dtype()) {
            throw new ShapeException("The tensor and the values must have one element type. Received: "
                    + in.get(0).dtype() + " and " + in.get(2).dtype() + ".");
        }
    }
}
