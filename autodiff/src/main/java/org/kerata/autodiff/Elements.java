package org.kerata.autodiff;

import java.nio.ByteBuffer;
import org.kerata.autodiff.internal.memory.Storage;

/**
 * The elements of a tensor where they lie in native memory, for reading without a copy: packed, in row-major order and native byte order.
 * The memory lives as long as this object; whoever reads the bytes holds on to it.
 */
public final class Elements {
    private final Storage storage;
    private final ByteBuffer bytes;

    private Elements(Storage storage) {
        this.storage = storage;
        ByteBuffer view = storage.view();
        this.bytes = view.asReadOnlyBuffer().order(view.order());
    }

    /** The elements of a tensor, which is computed now if it has not been. */
    public static Elements of(Tensor tensor) {
        return new Elements(tensor.value());
    }

    /** The element type. */
    public DType dtype() {
        return storage.dtype();
    }

    /** The shape. */
    public Shape shape() {
        return storage.shape();
    }

    /** The bytes; truth values take one byte each, 0 or 1. */
    public ByteBuffer bytes() {
        return bytes;
    }
}
