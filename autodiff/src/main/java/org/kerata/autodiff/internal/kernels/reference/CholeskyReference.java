package org.kerata.autodiff.internal.kernels.reference;

import java.util.Arrays;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.internal.kernels.Host;
import org.kerata.autodiff.ops.Matrices;

/** Cholesky's factors, and equations with triangular matrices. */
public final class CholeskyReference {
    private CholeskyReference() {}

    public static void run(NoAttributes a, Host[] in, Host[] out) {
        MatrixBatch m = MatrixBatch.of(in[0]);
        double[] x = in[0].d;
        double[] l = out[0].d;
        int n = m.rows();
        Arrays.fill(l, 0);
        for (int k = 0; k < m.count(); k++) {
            int at = m.at(k);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j <= i; j++) {
                    double sum = x[at + i * n + j];
                    for (int p = 0; p < j; p++) {
                        sum -= l[at + i * n + p] * l[at + j * n + p];
                    }
                    if (i > j) {
                        l[at + i * n + j] = sum / l[at + j * n + j];
                    } else if (sum > 0) {
                        l[at + i * n + i] = Math.sqrt(sum);
                    } else {
                        throw MatrixBatch.failure(
                                "cholesky",
                                m.batch(),
                                k,
                                "is not positive definite: pivot " + i + " is " + (float) sum + ".");
                    }
                }
            }
        }
    }

    public static void solveTriangular(Matrices.Triangle t, Host[] in, Host[] out) {
        MatrixBatch a = MatrixBatch.of(in[0]);
        MatrixBatch b = MatrixBatch.of(in[1]);
        Shape batch = MatrixBatch.of(out[0]).batch();
        int[] fromA = Broadcast.indices(a.batch(), batch);
        int[] fromB = Broadcast.indices(b.batch(), batch);
        int n = a.rows();
        int columns = b.columns();
        int row = t.transposed() ? 1 : n;
        int column = t.transposed() ? n : 1;
        boolean forwards = t.lower() != t.transposed();
        double[] x = out[0].d;
        for (int k = 0; k < fromA.length; k++) {
            int at = k * n * columns;
            System.arraycopy(in[1].d, b.at(fromB[k]), x, at, n * columns);
            for (int s = 0; s < n; s++) {
                int i = forwards ? s : n - 1 - s;
                int atA = a.at(fromA[k]);
                for (int p = 0; p < s; p++) {
                    int j = forwards ? p : n - 1 - p;
                    double factor = in[0].d[atA + i * row + j * column];
                    for (int c = 0; c < columns; c++) {
                        x[at + i * columns + c] -= factor * x[at + j * columns + c];
                    }
                }
                double pivot = in[0].d[atA + i * n + i];
                if (pivot == 0) {
                    throw MatrixBatch.failure(
                            "solve_triangular",
                            a.batch(),
                            fromA[k],
                            "is singular: element " + i + " of its diagonal is 0.");
                }
                for (int c = 0; c < columns; c++) {
                    x[at + i * columns + c] /= pivot;
                }
            }
        }
    }
}
