package org.kerata.autodiff.ops;

import java.util.Arrays;
import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;

/** Counts, spans, weighted means, and tensors scaled to a norm of 1. */
public final class Statistics {
    private Statistics() {}

    /** How many are not 0, as {@code int32}. */
    public static final Op<Reductions.Axes> COUNT_NONZERO = Op.<Reductions.Axes>named("count_nonzero")
            .shape((in, a) -> Reductions.reduced(in, a).with(DType.INT32))
            .definition((in, a) -> List.of(Reductions.SUM.apply(a, Ops.notEqual(in.get(0), Ops.zerosLike(in.get(0))))))
            .noGradient()
            .build();

    /** The largest less the smallest. */
    public static final Op<Reductions.Axes> PTP = Op.<Reductions.Axes>named("ptp")
            .shape(Reductions::reducedNonEmpty)
            .definition(
                    (in, a) -> List.of(Reductions.MAX.apply(a, in.get(0)).minus(Reductions.MIN.apply(a, in.get(0)))))
            .build();

    /** From {@code (x, weights)}: the mean over the axes, each element counted by its weight. One axis may have weights for itself. */
    public static final Op<Reductions.Axes> AVERAGE = Op.<Reductions.Axes>named("average")
            .shape((in, a) -> {
                in.forEach(Rules::requireFloating);
                Shape x = in.get(0).shape();
                Shape w = in.get(1).shape();
                boolean line = w.rank() == 1
                        && a.axes().size() == 1
                        && Shape.of(x.dim(a.axes().get(0))).matches(w);
                if (!line && !w.matches(x)) {
                    throw new ShapeException("The weights must have the tensor's shape " + x
                            + ", or be a vector as long as the one axis that is averaged. Received: " + w
                            + " for axes " + a.axes() + ".");
                }
                return Reductions.reduced(in, a);
            })
            .definition((in, a) -> {
                Tensor x = in.get(0);
                Tensor w = in.get(1);
                if (w.rank() != x.rank()) {
                    int axis = a.axes().get(0);
                    long[] line = new long[x.rank()];
                    Arrays.fill(line, 1);
                    line[axis] = x.shape().dim(axis);
                    w = Ops.reshape(w, line);
                }
                Tensor total = Reductions.SUM.apply(a, w);
                return List.of(Reductions.SUM.apply(a, x.times(w)).div(total));
            })
            .build();

    /**
     * What is scaled to 1.
     *
     * @param order which norm: the root of this order of the sum of powers
     * @param epsilon the smallest norm that is divided by
     */
    public record Norm(int axis, int order, double epsilon) {}

    /** x, scaled so that its norm along the axis is 1. */
    public static final Op<Norm> NORMALIZE = Op.<Norm>named("normalize")
            .shape((in, a) -> {
                in.get(0).shape().axis(a.axis);
                return Rules.floating(in);
            })
            .definition((in, a) -> {
                Tensor x = in.get(0);
                int[] axis = {a.axis};
                if (a.order == 2) {
                    Tensor scale = Ops.rsqrt(Ops.sum(Ops.square(x), axis, true));
                    return List.of(x.times(Ops.minimum(scale, Ops.fullLike(scale, 1 / a.epsilon))));
                }
                Tensor size = Ops.absolute(x);
                Tensor powers = a.order == 1 ? size : size.pow(a.order);
                Tensor sum = Ops.sum(powers, axis, true);
                Tensor norm = a.order == 1 ? sum : sum.pow(1.0 / a.order);
                return List.of(x.div(Ops.maximum(norm, Ops.fullLike(norm, a.epsilon))));
            })
            .build();
}
