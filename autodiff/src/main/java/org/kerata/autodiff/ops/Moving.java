package org.kerata.autodiff.ops;

import static org.kerata.autodiff.ops.Rules.grads;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.kernels.reference.MovingReference;

/** Slices whose place is a tensor. A place is one index for each axis; negative ones count from the end, and one out of range is an error. */
public final class Moving {
    private Moving() {}

    /** The shape of a slice, or of what a slice is put into. */
    public record Size(Shape shape) {}

    /** From {@code (x, start)}: the part of this shape that begins there. */
    public static final Op<Size> SLICE_AT = Op.<Size>named("slice_at")
            .shape((in, a) -> {
                requirePlace(in.get(1), in.get(0).shape());
                requireInside(a.shape, in.get(0).shape());
                return in.get(0).with(a.shape);
            })
            .gradient(g -> grads(Moving.PLACE_AT.apply(new Size(g.in(0).shape()), g.in(1), g.dy()), null))
            .reference(MovingReference::slice)
            .failsOnData()
            .build();

    /** From {@code (start, part)}: zeros of this shape with the part at the place. */
    public static final Op<Size> PLACE_AT = Op.<Size>named("place_at")
            .shape((in, a) -> {
                requirePlace(in.get(0), a.shape);
                requireInside(in.get(1).shape(), a.shape);
                return in.get(1).with(a.shape);
            })
            .gradient(g -> grads(null, SLICE_AT.apply(new Size(g.in(1).shape()), g.dy(), g.in(0))))
            .reference(MovingReference::place)
            .failsOnData()
            .build();

    /** From {@code (x, start, part)}: x with the part in the place of what was there. */
    public static final Op<NoAttributes> SLICE_UPDATE = Op.plain("slice_update")
            .shape((in, a) -> {
                requirePlace(in.get(1), in.get(0).shape());
                requireInside(in.get(2).shape(), in.get(0).shape());
                if (in.get(0).dtype() != in.get(2).dtype()) {
                    throw new ShapeException("The tensor and the part must have one element type. Received: "
                            + in.get(0).dtype() + " and " + in.get(2).dtype() + ".");
                }
                return in.get(0);
            })
            .gradient(g -> grads(
                    Moving.SLICE_UPDATE.apply(g.attributes(), g.dy(), g.in(1), Ops.zerosLike(g.in(2))),
                    null,
                    SLICE_AT.apply(new Size(g.in(2).shape()), g.dy(), g.in(1))))
            .reference(MovingReference::update)
            .failsOnData()
            .build();

    private static void requirePlace(Spec start, Shape x) {
        boolean fits = start.dtype().isInteger() && start.shape().matches(Shape.of(x.rank()));
        if (!fits) {
            throw new ShapeException("The place must be int32 or int64 of shape " + Shape.of(x.rank())
                    + ", an index for each axis of shape " + x + ". Received: " + start + ".");
        }
    }

    private static void requireInside(Shape part, Shape x) {
        boolean fits = part.rank() == x.rank();
        for (int i = 0; fits && i < part.rank(); i++) {
            fits = part.dim(i) <= x.dim(i) || x.dim(i) == Shape.UNKNOWN;
        }
        if (!fits) {
            throw new ShapeException("The part must fit into shape " + x + ". Received: " + part + ".");
        }
    }
}
