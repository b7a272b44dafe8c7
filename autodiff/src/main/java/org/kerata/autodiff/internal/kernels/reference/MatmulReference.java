package org.kerata.autodiff.internal.kernels.reference;

import org.kerata.autodiff.Shape;
import org.kerata.autodiff.internal.kernels.Host;
import org.kerata.autodiff.ops.LinearAlgebra;

/** The batched matrix product. */
public final class MatmulReference {
    private MatmulReference() {}

    public static void run(LinearAlgebra.Transposed t, Host[] in, Host[] out) {
        Host a = in[0];
        Host b = in[1];
        Host y = out[0];
        int rank = y.shape.rank();
        int m = y.shape.intDim(-2);
        int n = y.shape.intDim(-1);
        int k = a.shape.intDim(t.a() ? -2 : -1);
        int[] fromA = batchOffsets(y.shape.slice(0, rank - 2), a.shape.slice(0, a.shape.rank() - 2), m * k);
        int[] fromB = batchOffsets(y.shape.slice(0, rank - 2), b.shape.slice(0, b.shape.rank() - 2), k * n);
        int aRow = t.a() ? 1 : k;
        int aCol = t.a() ? m : 1;
        int bRow = t.b() ? 1 : n;
        int bCol = t.b() ? k : 1;
        boolean real = y.dtype.isFloating();
        for (int batch = 0; batch < fromA.length; batch++) {
            for (int i = 0; i < m; i++) {
                int row = (batch * m + i) * n;
                for (int j = 0; j < n; j++) {
                    int ia = fromA[batch] + i * aRow;
                    int ib = fromB[batch] + j * bCol;
                    if (real) {
                        double sum = 0;
                        for (int l = 0; l < k; l++) {
                            sum += a.d[ia + l * aCol] * b.d[ib + l * bRow];
                        }
                        y.d[row + j] = sum;
                    } else {
                        long sum = 0;
                        for (int l = 0; l < k; l++) {
                            sum += a.l[ia + l * aCol] * b.l[ib + l * bRow];
                        }
                        y.l[row + j] = sum;
                    }
                }
            }
        }
    }

    /** For each matrix of the output batch, where the operand's matrix begins, under broadcasting. */
    private static int[] batchOffsets(Shape batch, Shape operand, int matrix) {
        int[] source = Broadcast.indices(operand, batch);
        for (int i = 0; i < source.length; i++) {
            source[i] *= matrix;
        }
        return source;
    }
}
