package org.kerata.serialization.hdf5;

import java.nio.ByteBuffer;

/**
 * The shape of a dataset or attribute. What h5py calls empty, which has no elements and no shape, has a single axis of length 0 here.
 */
final class Space {
    private static final int MOST_AXES = 32;
    private static final int EMPTY = 2;

    private final long[] shape;

    private Space(long[] shape) {
        this.shape = shape;
    }

    static Space read(ByteBuffer b) {
        int version = b.get();
        int rank = b.get() & 0xFF;
        if (version != 1 && version != 2) {
            throw new Damage("a shape has version " + version + "; versions 1 and 2 are known.");
        }
        if (rank > MOST_AXES) {
            throw new Damage("a shape has " + rank + " axes; HDF5 knows at most 32.");
        }
        b.get();
        int kind = b.get();
        if (version == 1) {
            b.position(b.position() + 4);
        } else if (kind == EMPTY) {
            return new Space(new long[] {0});
        }
        long[] shape = new long[rank];
        for (int i = 0; i < rank; i++) {
            shape[i] = b.getLong();
            if (shape[i] < 0) {
                throw new Damage("axis " + i + " has the length " + Long.toUnsignedString(shape[i]) + ".");
            }
        }
        return new Space(shape);
    }

    /** The lengths of the axes. */
    long[] shape() {
        return shape;
    }

    /** The number of elements. */
    long size() {
        return bytes(1);
    }

    /** The bytes of all elements. */
    long bytes(long each) {
        long n = each;
        boolean zero = false;
        for (long d : shape) {
            zero |= d == 0;
        }
        if (zero) {
            return 0;
        }
        try {
            for (long d : shape) {
                n = Math.multiplyExact(n, d);
            }
        } catch (ArithmeticException e) {
            throw new Damage("the shape has more elements than can be counted.");
        }
        return n;
    }
}
