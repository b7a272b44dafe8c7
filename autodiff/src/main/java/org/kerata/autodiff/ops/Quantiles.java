package org.kerata.autodiff.ops;

import java.util.ArrayList;
import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;

/** Quantiles: what stands at a given part of the way through the sorted elements. Gradients go to the elements that stand there. */
public final class Quantiles {
    private Quantiles() {}

    /** What is taken where a quantile falls between two elements. */
    public enum Method {
        /** A point on the line between them. */
        LINEAR,
        /** The lower. */
        LOWER,
        /** The higher. */
        HIGHER,
        /** Their mean. */
        MIDPOINT,
        /** The nearer, of equally near ones the lower. */
        NEAREST
    }

    /**
     * Which quantiles of what.
     *
     * @param parts from 0 to 1
     * @param single whether there is one quantile, without an axis of its own in front
     */
    public record Quantile(List<Double> parts, boolean single, Reductions.Axes axes, Method method) {}

    /** The quantiles over the axes, as a new axis in front unless there is but one; NaN where any element is. */
    public static final Op<Quantile> QUANTILE = Op.<Quantile>named("quantile")
            .shape(Quantiles::shape)
            .definition((in, a) -> {
                Tensor sorted = sortedLines(in.get(0), a.axes);
                long n = sorted.shape().dim(1);
                Tensor last = Ops.get(sorted, n - 1, 1);
                Tensor nan = Ops.isNan(last);
                List<Tensor> found = new ArrayList<>();
                for (double part : a.parts) {
                    Tensor q = fixed(sorted, part * (n - 1), a.method);
                    found.add(Ops.where(nan, last, q));
                }
                return List.of(shaped(found, in.get(0), a));
            })
            .build();

    /** As {@link #QUANTILE}, of what is not NaN; NaN where all elements are. */
    public static final Op<Quantile> NANQUANTILE = Op.<Quantile>named("nanquantile")
            .shape(Quantiles::shape)
            .definition((in, a) -> {
                Tensor sorted = sortedLines(in.get(0), a.axes);
                Tensor numbers = Ops.sum(Ops.logicalNot(Ops.isNan(sorted)), new int[] {1}, true);
                Tensor last = numbers.cast(sorted.dtype()).minus(1);
                List<Tensor> found = new ArrayList<>();
                for (double part : a.parts) {
                    found.add(Ops.squeeze(moving(sorted, Ops.relu(last.times(part)), a.method), 1));
                }
                return List.of(shaped(found, in.get(0), a));
            })
            .build();

    /** Lines {@code (…, n)} of the elements that belong together, sorted. NaN stands at their ends. */
    private static Tensor sortedLines(Tensor x, Reductions.Axes a) {
        int[] order = new int[x.rank()];
        int n = 0;
        long length = 1;
        for (int i = 0; i < order.length; i++) {
            if (!a.axes().contains(i)) {
                order[n++] = i;
            }
        }
        for (int axis : a.axes()) {
            order[n++] = axis;
            length *= x.shape().dim(axis);
        }
        long lines = x.size() / Math.max(length, 1);
        return Ops.sort(Ops.reshape(x.rank() < 2 ? x : Ops.transpose(x, order), lines, length), 1);
    }

    /** A quantile at the same place of all lines. */
    private static Tensor fixed(Tensor sorted, double place, Method method) {
        long below = (long) Math.floor(place);
        long above = (long) Math.ceil(place);
        Tensor low = Ops.get(sorted, below, 1);
        return switch (method) {
            case LOWER -> low;
            case HIGHER -> Ops.get(sorted, above, 1);
            case NEAREST -> Ops.get(sorted, (long) Math.ceil(place - 0.5), 1);
            case MIDPOINT -> below == above ? low : mixed(low, Ops.get(sorted, above, 1), 0.5);
            case LINEAR -> below == above ? low : mixed(low, Ops.get(sorted, above, 1), place - below);
        };
    }

    private static Tensor mixed(Tensor low, Tensor high, double weight) {
        return low.times(1 - weight).plus(high.times(weight));
    }

    /** A quantile at a place of its own in each line. */
    private static Tensor moving(Tensor sorted, Tensor place, Method method) {
        Tensor below = Ops.floor(place);
        Tensor above = Ops.ceil(place);
        return switch (method) {
            case LOWER -> at(sorted, below);
            case HIGHER -> at(sorted, above);
            case NEAREST -> at(sorted, Ops.ceil(place.minus(0.5)));
            case MIDPOINT -> at(sorted, below).plus(at(sorted, above)).times(0.5);
            case LINEAR -> {
                Tensor weight = place.minus(below);
                Tensor low = at(sorted, below);
                yield low.times(weight.unaryMinus().plus(1))
                        .plus(at(sorted, above).times(weight));
            }
        };
    }

    private static Tensor at(Tensor sorted, Tensor place) {
        return Ops.takeAlongAxis(sorted, place.cast(DType.INT32), 1);
    }

    private static Tensor shaped(List<Tensor> found, Tensor x, Quantile a) {
        Shape one = Reductions.reduced(List.of(x.spec()), a.axes).shape();
        if (a.single) {
            return Ops.reshape(found.get(0), one.dims());
        }
        return Ops.reshape(
                Ops.stack(found, 0), Shape.of(found.size()).append(one.dims()).dims());
    }

    private static Spec shape(List<Spec> in, Quantile a) {
        Spec one = Rules.floating(List.of(Reductions.reducedNonEmpty(in, a.axes)));
        return a.single
                ? one
                : one.with(Shape.of(a.parts.size()).append(one.shape().dims()));
    }
}
