package org.kerata.autodiff.ops;

import java.util.List;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;

/** Images of other sizes whose scale and place are tensors, so that gradients flow to them; {@link Resizing} is for numbers. */
public final class Rescaling {
    private static final double SMALLEST_SUM = 1000 * 0x1p-23;

    private Rescaling() {}

    /**
     * Where axes go.
     *
     * @param shape the output's shape; axes that are not scaled keep their lengths
     * @param axes the axes that are scaled
     * @param interpolation any but {@link Interpolation#NEAREST}
     * @param antialias whether axes that shrink are smoothed
     */
    public record Target(Shape shape, List<Integer> axes, Interpolation interpolation, boolean antialias) {
        public Target {
            axes = List.copyOf(axes);
            if (interpolation == Interpolation.NEAREST) {
                throw new ShapeException("scale_and_translate: The method must be one of \"bilinear\", \"bicubic\","
                        + " \"lanczos3\", \"lanczos5\". Received: \"nearest\".");
            }
        }
    }

    /**
     * From x, and vectors of a scale and a translation for each of the axes: element i of an axis comes from {@code (i + 0.5 - translation) /
     * scale - 0.5}; there are zeros where that lies outside.
     */
    public static final Op<Target> SCALE_AND_TRANSLATE = Op.<Target>named("scale_and_translate")
            .shape((in, a) -> {
                Spec x = in.get(0);
                Rules.requireFloating(x);
                if (a.shape.rank() != x.shape().rank()) {
                    throw new ShapeException("The output must have as many axes as the input. Received: " + x.shape()
                            + " and " + a.shape + ".");
                }
                for (Spec s : in.subList(1, 3)) {
                    Rules.requireFloating(s);
                    if (!s.shape().matches(Shape.of(a.axes.size()))) {
                        throw new ShapeException("Each of the axes " + a.axes
                                + " needs a scale and a translation. Received: " + s.shape() + ".");
                    }
                }
                return x.with(a.shape);
            })
            .definition((in, a) -> {
                Tensor y = in.get(0);
                for (int i = 0; i < a.axes.size(); i++) {
                    int axis = y.shape().axis(a.axes.get(i));
                    Tensor weights = weights(
                            y.shape().intDim(axis),
                            a.shape.intDim(axis),
                            Ops.get(in.get(1), i),
                            Ops.get(in.get(2), i),
                            a);
                    Tensor last = Ops.tensordot(y, weights.cast(y.dtype()), new int[] {axis}, new int[] {0});
                    y = Ops.moveaxis(last, -1, axis);
                }
                return List.of(y);
            })
            .build();

    /** What each input element (row) adds to each output element (column). */
    private static Tensor weights(int input, int output, Tensor scale, Tensor translation, Target a) {
        Tensor step = Ops.reciprocal(scale);
        Tensor spread = a.antialias ? Ops.maximum(step, Ops.onesLike(step)) : Ops.onesLike(step);
        Tensor places = Ops.arange(output).cast(scale.dtype()).plus(0.5);
        Tensor at = places.minus(translation).times(step).minus(0.5);
        Tensor from = Ops.expandDims(Ops.arange(input).cast(scale.dtype()), 1);
        Tensor weights = weight(Ops.abs(at.minus(from)).div(spread), a.interpolation);
        Tensor sum = Ops.sum(weights, new int[] {0}, true);
        Tensor any = Ops.abs(sum).greater(SMALLEST_SUM);
        Tensor zero = Ops.zerosLike(weights);
        Tensor shares = Ops.where(any, weights.div(Ops.where(any, sum, Ops.onesLike(sum))), zero);
        Tensor inside = Ops.logicalAnd(at.greaterEqual(-0.5), at.lessEqual(input - 0.5));
        return Ops.where(inside, shares, zero);
    }

    /** As the weights of {@link Interpolation}, of a tensor of distances. */
    private static Tensor weight(Tensor x, Interpolation by) {
        Tensor zero = Ops.zerosLike(x);
        if (by == Interpolation.BILINEAR) {
            return Ops.maximum(zero, x.unaryMinus().plus(1));
        }
        if (by == Interpolation.BICUBIC) {
            Tensor near = x.times(1.5).minus(2.5).times(x).times(x).plus(1);
            Tensor far = x.times(-0.5).plus(2.5).times(x).minus(4).times(x).plus(2);
            return Ops.where(x.greaterEqual(2), zero, Ops.where(x.greaterEqual(1), far, near));
        }
        int radius = by == Interpolation.LANCZOS3 ? 3 : 5;
        Tensor apart = x.greater(1e-3);
        Tensor safe = Ops.where(apart, x, Ops.onesLike(x));
        Tensor waves = Ops.sin(safe.times(Math.PI)).times(Ops.sin(safe.times(Math.PI / radius)));
        Tensor y = waves.times(radius).div(Ops.square(safe).times(Math.PI * Math.PI));
        return Ops.where(x.greater(radius), zero, Ops.where(apart, y, Ops.onesLike(x)));
    }
}
