package org.kerata.autodiff.internal.compile;

import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;

/**
 * A value as a task sees it: from some element on, under some shape.
 *
 * @param value the memory
 * @param offset the first element
 * @param shape the shape, densely packed in row-major order
 */
public record Operand(Value value, long offset, Shape shape) {

    /** The whole value under its own shape. */
    public static Operand of(Value value) {
        return new Operand(value, 0, value.spec().shape());
    }

    /** The element type. */
    public DType dtype() {
        return value.spec().dtype();
    }

    /** The number of elements. */
    public long size() {
        return shape.size();
    }

    /** The same elements under another shape. */
    public Operand reshape(Shape to) {
        return new Operand(value, offset, to);
    }

    /** All elements, as a region of the value. */
    public Region all() {
        return Region.of(offset, offset + size());
    }

    /** Elements {@code lo} to {@code hi} of this operand, as a region of the value. */
    public Region part(long lo, long hi) {
        return Region.of(offset + lo, offset + hi);
    }
}
