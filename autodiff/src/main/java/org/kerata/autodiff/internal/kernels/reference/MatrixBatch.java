package org.kerata.autodiff.internal.kernels.reference;

import java.util.Arrays;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.internal.kernels.Host;

/** The matrices in the last two axes of a tensor. */
record MatrixBatch(Shape batch, int rows, int columns) {
    static MatrixBatch of(Host h) {
        int rank = h.shape.rank();
        return new MatrixBatch(h.shape.slice(0, rank - 2), h.shape.intDim(-2), h.shape.intDim(-1));
    }

    int count() {
        return Math.toIntExact(batch.size());
    }

    /** Where a matrix begins. */
    int at(int matrix) {
        return matrix * rows * columns;
    }

    /** A failure that names a matrix. */
    static KerataException failure(String op, Shape batch, int matrix, String what) {
        if (batch.rank() == 0) {
            return new KerataException(op + ": the matrix " + what);
        }
        long[] place = new long[batch.rank()];
        long rest = matrix;
        for (int i = place.length - 1; i >= 0; i--) {
            place[i] = rest % batch.dim(i);
            rest /= batch.dim(i);
        }
        return new KerataException(op + ": matrix " + Arrays.toString(place) + " of the batch " + what);
    }

    /** Fails unless all elements are finite numbers. */
    void requireFinite(String op, Host h) {
        int size = rows * columns;
        for (int i = 0; i < h.size; i++) {
            if (!Double.isFinite(h.d[i])) {
                int matrix = i / size;
                int place = i % size;
                throw failure(
                        op,
                        batch,
                        matrix,
                        "must be finite. Received: " + h.d[i] + " in row " + place / columns + ", column "
                                + place % columns + ".");
            }
        }
    }
}
