package org.kerata.zoo.datasets;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;

/**
 * An array of bytes in the idx format of MNIST: two zero bytes, a type, the number of axes, their lengths as big-endian integers, and the
 * elements in row-major order.
 */
final class Idx {
    private static final int UNSIGNED_BYTE = 0x08;

    private final long[] shape;
    private final byte[] file;
    private final int start;

    private Idx(long[] shape, byte[] file, int start) {
        this.shape = shape;
        this.file = file;
        this.start = start;
    }

    /**
     * Reads the header.
     *
     * @param where what errors call the file
     * @throws KerataException if this is not an idx file of unsigned bytes, or its length does not fit its shape
     */
    static Idx parse(byte[] file, String where) {
        if (file.length < 4 || file[0] != 0 || file[1] != 0) {
            throw new KerataException(
                    where + " is not an idx file: it must begin with two zero bytes, a type and the number of axes. "
                            + "Received: " + Arrays.toString(Arrays.copyOf(file, Math.min(file.length, 4))) + ".");
        }
        if (file[2] != UNSIGNED_BYTE) {
            throw new KerataException(
                    where + " holds elements of type 0x%02x. Expected: unsigned bytes (0x08).".formatted(file[2]));
        }
        int rank = Byte.toUnsignedInt(file[3]);
        int start = 4 + 4 * rank;
        if (file.length < start) {
            throw new KerataException(where + " is cut off within its header: " + rank + " axes take " + start
                    + " bytes. Received: " + file.length + ".");
        }
        long[] shape = new long[rank];
        long size = 1;
        for (int i = 0; i < rank; i++) {
            shape[i] = Integer.toUnsignedLong(ByteBuffer.wrap(file).getInt(4 + 4 * i));
            // Past what an array can hold it does not matter how far.
            size = shape[i] == 0 ? 0 : size > Integer.MAX_VALUE / shape[i] ? Integer.MAX_VALUE : size * shape[i];
        }
        if (file.length - start != size) {
            throw new KerataException(where + " should hold " + size + " elements for shape " + Arrays.toString(shape)
                    + ". Received: " + (file.length - start) + " bytes.");
        }
        return new Idx(shape, file, start);
    }

    /** The lengths of the axes. */
    Shape shape() {
        return Shape.of(shape);
    }

    /** The elements as float32, 0 to 255. */
    Tensor floats() {
        float[] flat = new float[file.length - start];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = Byte.toUnsignedInt(file[start + i]);
        }
        return Tensor.of(flat, shape);
    }

    /** The elements as int32, 0 to 255. */
    Tensor ints() {
        return Tensor.of(Arrays.copyOfRange(file, start, file.length), shape);
    }
}
