package org.kerata.autodiff.internal.kernels.reference;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.internal.kernels.Host;
import org.kerata.autodiff.ops.Decompositions;

/** Eigenvalues and singular values, by Commons Math. */
public final class SpectralReference {
    private SpectralReference() {}

    public static void eigh(NoAttributes a, Host[] in, Host[] out) {
        MatrixBatch m = MatrixBatch.of(in[0]);
        m.requireFinite("eigh", in[0]);
        int n = m.rows();
        for (int k = 0; k < m.count() && n > 0; k++) {
            double[][] x = array(in[0].d, m.at(k), n, n);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < i; j++) {
                    x[j][i] = x[i][j];
                }
            }
            EigenDecomposition e = new EigenDecomposition(new Array2DRowRealMatrix(x, false));
            double[] w = e.getRealEigenvalues();
            RealMatrix v = e.getV();
            // Commons Math has the largest first.
            for (int j = 0; j < n; j++) {
                out[0].d[k * n + j] = w[n - 1 - j];
                for (int i = 0; i < n; i++) {
                    out[1].d[m.at(k) + i * n + j] = v.getEntry(i, n - 1 - j);
                }
            }
        }
    }

    public static void svd(Decompositions.Factors f, Host[] in, Host[] out) {
        MatrixBatch m = MatrixBatch.of(in[0]);
        m.requireFinite("svd", in[0]);
        MatrixBatch left = MatrixBatch.of(out[0]);
        MatrixBatch right = MatrixBatch.of(out[2]);
        int few = Math.min(m.rows(), m.columns());
        for (int k = 0; k < m.count(); k++) {
            SingularValueDecomposition s = few == 0 ? null : singular(in[0], m, k);
            if (s != null) {
                System.arraycopy(s.getSingularValues(), 0, out[1].d, k * few, few);
            }
            double[][] u = columns(s == null ? null : s.getU(), m.rows(), left.columns());
            double[][] v = columns(s == null ? null : s.getV(), m.columns(), right.rows());
            for (int i = 0; i < m.rows(); i++) {
                System.arraycopy(u[i], 0, out[0].d, left.at(k) + i * left.columns(), left.columns());
            }
            for (int i = 0; i < right.rows(); i++) {
                for (int j = 0; j < m.columns(); j++) {
                    out[2].d[right.at(k) + i * m.columns() + j] = v[j][i];
                }
            }
        }
    }

    public static void pseudoInverse(Decompositions.Cutoff c, Host[] in, Host[] out) {
        MatrixBatch m = MatrixBatch.of(in[0]);
        m.requireFinite("pinv", in[0]);
        int few = Math.min(m.rows(), m.columns());
        double epsilon = in[0].dtype == DType.FLOAT32 ? Math.ulp(1f) : Math.ulp(1d);
        double part = c.part() >= 0 ? c.part() : 10 * Math.max(m.rows(), m.columns()) * epsilon;
        for (int k = 0; k < m.count() && few > 0; k++) {
            SingularValueDecomposition s = singular(in[0], m, k);
            double[] values = s.getSingularValues();
            double[][] u = s.getU().getData();
            double[][] v = s.getV().getData();
            for (int i = 0; i < m.columns(); i++) {
                for (int j = 0; j < m.rows(); j++) {
                    double sum = 0;
                    for (int p = 0; p < few && values[p] > part * values[0]; p++) {
                        sum += v[i][p] * u[j][p] / values[p];
                    }
                    out[0].d[m.at(k) + i * m.rows() + j] = sum;
                }
            }
        }
    }

    private static SingularValueDecomposition singular(Host x, MatrixBatch m, int k) {
        return new SingularValueDecomposition(
                new Array2DRowRealMatrix(array(x.d, m.at(k), m.rows(), m.columns()), false));
    }

    private static double[][] array(double[] x, int at, int rows, int columns) {
        double[][] out = new double[rows][columns];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(x, at + i * columns, out[i], 0, columns);
        }
        return out;
    }

    /** The columns, and others orthogonal to them until there are enough. */
    private static double[][] columns(@Nullable RealMatrix given, int rows, int wanted) {
        int have = given == null ? 0 : given.getColumnDimension();
        double[] x = new double[rows * have];
        double[][] out = new double[rows][wanted];
        for (int i = 0; i < rows && given != null; i++) {
            for (int j = 0; j < have; j++) {
                x[i * have + j] = given.getEntry(i, j);
                if (j < wanted) {
                    out[i][j] = x[i * have + j];
                }
            }
        }
        if (wanted > have) {
            double[] tau = new double[Math.min(rows, have)];
            double[] q = new double[rows * wanted];
            QrReference.reflect(x, rows, have, tau);
            QrReference.orthogonal(x, rows, have, tau, q, 0, wanted);
            for (int i = 0; i < rows; i++) {
                System.arraycopy(q, i * wanted + have, out[i], have, wanted - have);
            }
        }
        return out;
    }
}
