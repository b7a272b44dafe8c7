package org.kerata.autodiff.internal.kernels.reference;

import java.util.Arrays;
import org.kerata.autodiff.internal.kernels.Host;
import org.kerata.autodiff.ops.Decompositions;

/** QR by Householder's reflections, with LAPACK's signs. */
public final class QrReference {
    private QrReference() {}

    public static void run(Decompositions.Factors f, Host[] in, Host[] out) {
        MatrixBatch m = MatrixBatch.of(in[0]);
        MatrixBatch q = MatrixBatch.of(out[0]);
        MatrixBatch r = MatrixBatch.of(out[1]);
        double[] x = new double[m.rows() * m.columns()];
        double[] tau = new double[Math.min(m.rows(), m.columns())];
        for (int k = 0; k < m.count(); k++) {
            System.arraycopy(in[0].d, m.at(k), x, 0, x.length);
            reflect(x, m.rows(), m.columns(), tau);
            for (int i = 0; i < r.rows(); i++) {
                for (int j = 0; j < r.columns(); j++) {
                    out[1].d[r.at(k) + i * r.columns() + j] = j < i ? 0 : x[i * m.columns() + j];
                }
            }
            orthogonal(x, m.rows(), m.columns(), tau, out[0].d, q.at(k), q.columns());
        }
    }

    /** Reflects column after column onto the diagonal; below it stay the reflections' vectors, whose first element is 1. */
    static void reflect(double[] x, int rows, int columns, double[] tau) {
        for (int k = 0; k < tau.length; k++) {
            double below = 0;
            for (int i = k + 1; i < rows; i++) {
                below = Math.hypot(below, x[i * columns + k]);
            }
            double alpha = x[k * columns + k];
            tau[k] = 0;
            if (below == 0) {
                continue;
            }
            double beta = -Math.copySign(Math.hypot(alpha, below), alpha);
            tau[k] = (beta - alpha) / beta;
            for (int i = k + 1; i < rows; i++) {
                x[i * columns + k] /= alpha - beta;
            }
            x[k * columns + k] = beta;
            for (int j = k + 1; j < columns; j++) {
                apply(x, columns, k, tau[k], x, 0, columns, rows, j);
            }
        }
    }

    /** The product of the reflections, its first columns. */
    static void orthogonal(double[] x, int rows, int columns, double[] tau, double[] q, int at, int width) {
        Arrays.fill(q, at, at + rows * width, 0);
        for (int i = 0; i < Math.min(rows, width); i++) {
            q[at + i * width + i] = 1;
        }
        for (int k = tau.length - 1; k >= 0; k--) {
            for (int j = 0; j < width; j++) {
                apply(x, columns, k, tau[k], q, at, width, rows, j);
            }
        }
    }

    /** Reflection k on column j of a matrix. */
    private static void apply(
            double[] x, int columns, int k, double tau, double[] to, int at, int width, int rows, int j) {
        double sum = to[at + k * width + j];
        for (int i = k + 1; i < rows; i++) {
            sum += x[i * columns + k] * to[at + i * width + j];
        }
        sum *= tau;
        to[at + k * width + j] -= sum;
        for (int i = k + 1; i < rows; i++) {
            to[at + i * width + j] -= sum * x[i * columns + k];
        }
    }
}
