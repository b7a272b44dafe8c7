package org.kerata.autodiff.graph;

import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;

/** The element type and shape of a tensor, without its values. */
public record Spec(DType dtype, Shape shape) {

    /** The same type with another shape. */
    public Spec with(Shape to) {
        return new Spec(dtype, to);
    }

    /** The same shape with another type. */
    public Spec with(DType to) {
        return new Spec(to, shape);
    }

    /** For messages: {@code float32 (None, 10)}. */
    @Override
    public String toString() {
        return dtype + " " + shape;
    }
}
