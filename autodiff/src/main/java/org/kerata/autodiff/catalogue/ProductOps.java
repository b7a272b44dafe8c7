package org.kerata.autodiff.catalogue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Einsum;
import org.kerata.autodiff.ops.LinearAlgebra;

/** Products of vectors, matrices and tensors. */
public abstract class ProductOps extends WindowOps {
    /** Not made: its methods are static. */
    protected ProductOps() {}

    /** The matrix product; vectors count as a row before and a column behind. Leading axes are a batch and are broadcast. */
    public static Tensor matmul(Tensor a, Tensor b) {
        DType t = DType.promote(a.dtype(), b.dtype());
        Tensor x = cast(a, t);
        Tensor y = cast(b, t);
        if (x.rank() == 1 && y.rank() == 1) {
            return sum(multiply(x, y), new int[] {0}, false);
        }
        if (x.rank() == 1) {
            Tensor row = LinearAlgebra.matmul(expandDims(x, 0), y, false, false);
            return squeeze(row, row.rank() - 2);
        }
        if (y.rank() == 1) {
            return squeeze(LinearAlgebra.matmul(x, expandDims(y, 1), false, false), -1);
        }
        return LinearAlgebra.matmul(x, y, false, false);
    }

    /**
     * A sum of products in Einstein's notation, such as {@code "bij,bjk->bik"}: a letter for each axis of each operand, {@code ...} for
     * axes that are broadcast. Letters that the output lacks are summed over; a letter that an operand has twice means its diagonal.
     * Without an arrow the output has, in alphabetical order, the letters that occur once.
     */
    public static Tensor einsum(String equation, Tensor... operands) {
        List<Tensor> same = common(List.of(operands));
        Einsum e = Einsum.parse(equation, same.stream().map(Tensor::shape).toList());
        return LinearAlgebra.EINSUM.apply(e, same).get(0);
    }

    /** Sums over the last axis of a and the last but one (of a vector, its only one) of b; a scalar multiplies. */
    public static Tensor dot(Tensor a, Tensor b) {
        if (a.rank() == 0 || b.rank() == 0) {
            return multiply(a, b);
        }
        return tensordot(a, b, new int[] {-1}, new int[] {b.rank() == 1 ? 0 : -2});
    }

    /** Sums over the last so many axes of a and the first of b. */
    public static Tensor tensordot(Tensor a, Tensor b, int axes) {
        if (axes < 0 || axes > Math.min(a.rank(), b.rank())) {
            throw new ShapeException("tensordot: The number of axes must be from 0 to what both have. Received: " + axes
                    + " for shapes " + a.shape() + " and " + b.shape() + ".");
        }
        int[] last = new int[axes];
        int[] first = new int[axes];
        Arrays.setAll(last, i -> a.rank() - axes + i);
        Arrays.setAll(first, i -> i);
        return tensordot(a, b, last, first);
    }

    /** Sums over pairs of axes; the other axes of a stand before those of b. */
    public static Tensor tensordot(Tensor a, Tensor b, int[] axesA, int[] axesB) {
        List<Tensor> same = common(List.of(a, b));
        return LinearAlgebra.contract(same.get(0), same.get(1), axesA, axesB);
    }

    /** Sums over the last axes of both; a scalar multiplies. */
    public static Tensor inner(Tensor a, Tensor b) {
        return a.rank() == 0 || b.rank() == 0 ? multiply(a, b) : tensordot(a, b, new int[] {-1}, new int[] {-1});
    }

    /** The product of each element of a with each of b, as a matrix. */
    public static Tensor outer(Tensor a, Tensor b) {
        return multiply(expandDims(ravel(a), 1), expandDims(ravel(b), 0));
    }

    /** The sum of the products of corresponding elements, both operands taken as rows. */
    public static Tensor vdot(Tensor a, Tensor b) {
        return matmul(ravel(a), ravel(b));
    }

    /** The vector product along the last axis. */
    public static Tensor cross(Tensor a, Tensor b) {
        return cross(a, b, -1, -1, -1);
    }

    /**
     * The vector product of vectors of length 3, or 2 with a third element of 0, along these axes of the operands and of the result. Of
     * two vectors of length 2 only the third element is given, without an axis.
     */
    public static Tensor cross(Tensor a, Tensor b, int axisA, int axisB, int axisOut) {
        List<Tensor> x = components(a, axisA);
        List<Tensor> y = components(b, axisB);
        Tensor z = subtract(multiply(x.get(0), y.get(1)), multiply(x.get(1), y.get(0)));
        if (x.size() == 2 && y.size() == 2) {
            return z;
        }
        Tensor x2 = x.size() == 3 ? x.get(2) : zerosLike(x.get(0));
        Tensor y2 = y.size() == 3 ? y.get(2) : zerosLike(y.get(0));
        Tensor first = subtract(multiply(x.get(1), y2), multiply(x2, y.get(1)));
        Tensor second = subtract(multiply(x2, y.get(0)), multiply(x.get(0), y2));
        return stack(List.of(first, second, z), axisOut);
    }

    /** Of two matrices the matrix of blocks, each an element of a times b; of tensors the same along all axes. */
    public static Tensor kron(Tensor a, Tensor b) {
        int rank = Math.max(a.rank(), b.rank());
        long[] outer = new long[2 * rank];
        long[] inner = new long[2 * rank];
        long[] out = new long[rank];
        for (int i = 0; i < rank; i++) {
            int fromA = i - rank + a.rank();
            int fromB = i - rank + b.rank();
            outer[2 * i] = fromA < 0 ? 1 : a.shape().dim(fromA);
            outer[2 * i + 1] = 1;
            inner[2 * i] = 1;
            inner[2 * i + 1] = fromB < 0 ? 1 : b.shape().dim(fromB);
            boolean known = outer[2 * i] != Shape.UNKNOWN && inner[2 * i + 1] != Shape.UNKNOWN;
            out[i] = known ? outer[2 * i] * inner[2 * i + 1] : Shape.UNKNOWN;
        }
        return reshape(multiply(reshape(a, outer), reshape(b, inner)), out);
    }

    private static List<Tensor> components(Tensor x, int axis) {
        long n = x.rank() == 0 ? 0 : x.shape().dim(axis);
        if (n != 2 && n != 3) {
            throw new ShapeException("cross: The axis of the vectors must have length 2 or 3. Received: axis " + axis
                    + " of shape " + x.shape() + ".");
        }
        List<Tensor> out = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            out.add(get(x, i, axis));
        }
        return out;
    }
}
