package org.kerata.autodiff.internal.memory;

import java.nio.ByteBuffer;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;

/** The elements of one tensor: a stretch of a buffer, densely packed in row-major order. */
public record Storage(NativeBuffer buffer, long offset, DType dtype, Shape shape) {

    /** Fresh, zeroed storage. */
    public static Storage allocate(DType dtype, Shape shape) {
        return new Storage(NativeBuffer.allocate(shape.size() * dtype.bytes()), 0, dtype, shape);
    }

    /** The number of elements. */
    public long size() {
        return shape.size();
    }

    /** The number of bytes. */
    public long bytes() {
        return shape.size() * dtype.bytes();
    }

    /** A view of all bytes for Java code. */
    public ByteBuffer view() {
        return buffer.view(offset, bytes());
    }

    /** The same elements under another shape of equal size. */
    public Storage reshape(Shape to) {
        return new Storage(buffer, offset, dtype, to);
    }

    /** Overwrites these elements with those of another storage of equal type and size. */
    public void copyFrom(Storage source) {
        if (source.dtype != dtype || source.size() != size()) {
            throw new IllegalArgumentException(
                    "Cannot copy " + source.dtype + source.shape + " into " + dtype + shape + ".");
        }
        buffer.copyFrom(source.buffer, source.offset, offset, bytes());
    }

    /** A copy in fresh memory. */
    public Storage copy() {
        Storage s = allocate(dtype, shape);
        s.copyFrom(this);
        return s;
    }
}
