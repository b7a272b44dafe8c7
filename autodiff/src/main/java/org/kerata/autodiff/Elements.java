package org.kerata.autodiff;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.kerata.autodiff.graph.Trace;
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

    /** The elements of a tensor, which is computed now if it has not been; of a variable, a copy of its value as it is now. */
    public static Elements of(Tensor tensor) {
        return new Elements(tensor.value());
    }

    /** The memory of a variable itself, not a copy: later assignments show in the bytes. For writing weights to a file. */
    public static Elements live(Variable variable) {
        return new Elements(variable.storage());
    }

    /**
     * A new tensor whose elements are written straight into its memory. For reading weights from a file.
     *
     * @param filler is given the zeroed bytes once, in native byte order, and must not keep them; truth values are 0 or 1
     * @throws KerataException if the elements take more than 2 GiB
     */
    public static Tensor written(DType dtype, Shape shape, Consumer<ByteBuffer> filler) {
        Storage storage = Storage.allocate(dtype, shape);
        filler.accept(storage.view());
        return Tensor.of(storage);
    }

    /**
     * Writes a new value of a variable straight into its memory, so that there is no second copy of it. For reading weights from a file.
     * What was built on the old value keeps it. If the filler fails, the variable is left with what had been written.
     *
     * @param filler is given the bytes of the variable once, in native byte order, and must not keep them; truth values are 0 or 1
     * @throws KerataException within a function that is being traced, where assignments happen later
     */
    public static void overwrite(Variable variable, Consumer<ByteBuffer> filler) {
        if (Trace.current() != null) {
            throw new KerataException("Variable \"" + variable.name()
                    + "\" cannot be overwritten within a compiled function. Use assign there.");
        }
        synchronized (variable) {
            variable.beforeWrite();
            filler.accept(variable.storage().view());
        }
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
