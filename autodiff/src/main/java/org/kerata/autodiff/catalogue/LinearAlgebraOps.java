package org.kerata.autodiff.catalogue;

import org.kerata.autodiff.DType;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.LinearAlgebra;

/** Products of matrices. */
public abstract class LinearAlgebraOps extends ConstantOps {
    /** Not made: its methods are static. */
    protected LinearAlgebraOps() {}

    /** The matrix product; vectors count as a row before and a column behind. */
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
}
