package org.kerata.autodiff.catalogue;

import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Diagonals;

/** Diagonals and triangles of matrices. Diagonal 0 is the main one, positive ones lie above it. */
public abstract class DiagonalOps extends SlidingOps {
    /** Not made: its methods are static. */
    protected DiagonalOps() {}

    /** Of a vector the matrix with it on the main diagonal; of a matrix its main diagonal. */
    public static Tensor diag(Tensor x) {
        return diag(x, 0);
    }

    /** Of a vector the matrix with it on a diagonal; of a matrix that diagonal. */
    public static Tensor diag(Tensor x, int offset) {
        return switch (x.rank()) {
            case 1 -> Diagonals.DIAGONAL_MATRIX.apply(new Diagonals.Which(offset), x);
            case 2 -> Diagonals.DIAGONAL.apply(new Diagonals.Which(offset), x);
            default ->
                throw new ShapeException("diag: The input must be a vector or a matrix. Received: shape " + x.shape()
                        + ". For a batch of matrices, use diagonal.");
        };
    }

    /** The matrix with all elements of x on a diagonal. */
    public static Tensor diagflat(Tensor x, int offset) {
        return Diagonals.DIAGONAL_MATRIX.apply(new Diagonals.Which(offset), ravel(x));
    }

    /** The main diagonal of the first two axes, as the last axis. */
    public static Tensor diagonal(Tensor x) {
        return diagonal(x, 0, 0, 1);
    }

    /** A diagonal of two axes, as the last axis in their place. */
    public static Tensor diagonal(Tensor x, int offset, int axis1, int axis2) {
        return Diagonals.DIAGONAL.apply(
                new Diagonals.Which(offset), moveaxis(x, new int[] {axis1, axis2}, new int[] {-2, -1}));
    }

    /** The sum of the main diagonal of the first two axes. */
    public static Tensor trace(Tensor x) {
        return trace(x, 0, 0, 1);
    }

    /** The sum of a diagonal of two axes. */
    public static Tensor trace(Tensor x, int offset, int axis1, int axis2) {
        return sum(diagonal(x, offset, axis1, axis2), new int[] {-1}, false);
    }
}
