package org.kerata.autodiff.catalogue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Trace;
import org.kerata.autodiff.ops.Lookups;

/** Elements by their indices. */
public abstract class LookupOps extends DiagonalOps {
    /** Not made: its methods are static. */
    protected LookupOps() {}

    /** The parts of x at these indices of an axis; negative indices count from the end. */
    public static Tensor take(Tensor x, Tensor indices, int axis) {
        return Lookups.GATHER.apply(new Lookups.Along(x.shape().axis(axis), true), x, indices);
    }

    /** The elements of x at these indices, x taken as a row. */
    public static Tensor take(Tensor x, Tensor indices) {
        return take(ravel(x), indices, 0);
    }

    /** The elements of x at these indices, both taken as a row. */
    public static Tensor takeAlongAxis(Tensor x, Tensor indices) {
        return take(ravel(x), ravel(indices), 0);
    }

    /** For each index the element at that place of its own line along the axis. */
    public static Tensor takeAlongAxis(Tensor x, Tensor indices, int axis) {
        return Lookups.TAKE_ALONG_AXIS.apply(new Lookups.Along(x.shape().axis(axis), true), x, indices);
    }

    /**
     * Where x is not 0: for each axis the indices along it, in row-major order, as {@code int32}. How many there are depends on the
     * values, so it exists only outside of programs.
     *
     * @throws KerataException inside a program or a model's graph
     */
    public static List<Tensor> nonzero(Tensor x) {
        return where("nonzero", x);
    }

    /** As {@link #nonzero}: where the condition is true. */
    public static List<Tensor> where(Tensor condition) {
        return where("where", condition);
    }

    /** For each flat index into a tensor of this shape, its index along each axis. */
    public static List<Tensor> unravelIndex(Tensor indices, long... shape) {
        Shape s = Shape.of(shape);
        List<Tensor> out = new ArrayList<>();
        for (int i = 0; i < s.rank(); i++) {
            Tensor inner = Tensor.scalar((double) s.product(i + 1, s.rank()), indices.dtype());
            out.add(mod(floorDivide(indices, inner), Tensor.scalar((double) s.dim(i), indices.dtype())));
        }
        return out;
    }

    private static List<Tensor> where(String op, Tensor x) {
        if (x.isSymbolic() || Trace.current() != null) {
            throw new KerataException(
                    op + ": how many elements it finds depends on values, which a program does not have. "
                            + "Use where(condition, a, b), which keeps the shape, or find them before the program runs.");
        }
        boolean[] found = x.booleans();
        int n = 0;
        for (boolean f : found) {
            n += f ? 1 : 0;
        }
        int[][] at = new int[x.rank()][n];
        int k = 0;
        for (int i = 0; i < found.length; i++) {
            if (found[i]) {
                int rest = i;
                for (int axis = x.rank() - 1; axis >= 0; axis--) {
                    int length = x.shape().intDim(axis);
                    at[axis][k] = rest % length;
                    rest /= length;
                }
                k++;
            }
        }
        return Arrays.stream(at).map(v -> Tensor.of(v, v.length)).toList();
    }

    /**
     * 1 at each of the indices in a row and 0 elsewhere, along a new axis: {@code (n, k)} becomes {@code (n, classes)}. An index out of
     * range counts for nothing.
     */
    public static Tensor multiHot(Tensor indices, int classes) {
        return max(oneHot(indices, classes, -1, DType.FLOAT32), new int[] {indices.rank() > 1 ? 1 : 0}, false);
    }

    /** 1 at the index and 0 elsewhere, along a new axis; an index out of range gives zeros. */
    public static Tensor oneHot(Tensor indices, int classes, int axis, DType dtype) {
        int a = axis < 0 ? axis + indices.rank() + 1 : axis;
        return Lookups.ONE_HOT.apply(new Lookups.Vectors(classes, a, dtype), indices);
    }
}
