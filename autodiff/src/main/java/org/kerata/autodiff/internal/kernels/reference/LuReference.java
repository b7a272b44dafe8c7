package org.kerata.autodiff.internal.kernels.reference;

import org.kerata.autodiff.Shape;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.internal.kernels.Host;

/** Elimination with the largest pivot of each column, and what follows from its factors. */
public final class LuReference {
    private LuReference() {}

    /** A matrix's factors, filled anew for each. */
    private static final class Factors {
        final int n;
        final double[] lu;
        final int[] swaps;
        double sign;
        int zero;

        Factors(int n) {
            this.n = n;
            this.lu = new double[n * n];
            this.swaps = new int[n];
        }

        void of(double[] x, int at) {
            System.arraycopy(x, at, lu, 0, n * n);
            sign = 1;
            zero = -1;
            for (int k = 0; k < n; k++) {
                int best = k;
                for (int i = k + 1; i < n; i++) {
                    if (Math.abs(lu[i * n + k]) > Math.abs(lu[best * n + k])) {
                        best = i;
                    }
                }
                swaps[k] = best;
                if (best != k) {
                    swapRows(lu, 0, n, k, best);
                    sign = -sign;
                }
                double pivot = lu[k * n + k];
                if (pivot == 0) {
                    zero = zero < 0 ? k : zero;
                    continue;
                }
                for (int i = k + 1; i < n; i++) {
                    double factor = lu[i * n + k] / pivot;
                    lu[i * n + k] = factor;
                    for (int j = k + 1; j < n; j++) {
                        lu[i * n + j] -= factor * lu[k * n + j];
                    }
                }
            }
        }

        /** Solves for all columns of a right side, in place. */
        void solve(double[] x, int at, int columns) {
            for (int k = 0; k < n; k++) {
                if (swaps[k] != k) {
                    swapRows(x, at, columns, k, swaps[k]);
                }
            }
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < i; j++) {
                    subtract(x, at, columns, i, j, lu[i * n + j]);
                }
            }
            for (int i = n - 1; i >= 0; i--) {
                for (int j = i + 1; j < n; j++) {
                    subtract(x, at, columns, i, j, lu[i * n + j]);
                }
                for (int c = 0; c < columns; c++) {
                    x[at + i * columns + c] /= lu[i * n + i];
                }
            }
        }
    }

    public static void solve(NoAttributes a, Host[] in, Host[] out) {
        MatrixBatch m = MatrixBatch.of(in[0]);
        MatrixBatch b = MatrixBatch.of(in[1]);
        Shape batch = MatrixBatch.of(out[0]).batch();
        int[] fromA = Broadcast.indices(m.batch(), batch);
        int[] fromB = Broadcast.indices(b.batch(), batch);
        Factors f = new Factors(m.rows());
        int size = b.rows() * b.columns();
        for (int k = 0; k < fromA.length; k++) {
            regular("solve", f, in[0], m, fromA[k]);
            System.arraycopy(in[1].d, b.at(fromB[k]), out[0].d, k * size, size);
            f.solve(out[0].d, k * size, b.columns());
        }
    }

    public static void inverse(NoAttributes a, Host[] in, Host[] out) {
        MatrixBatch m = MatrixBatch.of(in[0]);
        Factors f = new Factors(m.rows());
        for (int k = 0; k < m.count(); k++) {
            regular("inv", f, in[0], m, k);
            for (int i = 0; i < f.n * f.n; i++) {
                out[0].d[m.at(k) + i] = i % (f.n + 1) == 0 ? 1 : 0;
            }
            f.solve(out[0].d, m.at(k), f.n);
        }
    }

    public static void determinant(NoAttributes a, Host[] in, Host[] out) {
        MatrixBatch m = MatrixBatch.of(in[0]);
        Factors f = new Factors(m.rows());
        for (int k = 0; k < m.count(); k++) {
            f.of(in[0].d, m.at(k));
            double d = f.sign;
            for (int i = 0; i < f.n; i++) {
                d *= f.lu[i * (f.n + 1)];
            }
            out[0].d[k] = d;
        }
    }

    public static void logarithm(NoAttributes a, Host[] in, Host[] out) {
        MatrixBatch m = MatrixBatch.of(in[0]);
        Factors f = new Factors(m.rows());
        for (int k = 0; k < m.count(); k++) {
            f.of(in[0].d, m.at(k));
            double sign = f.sign;
            double log = 0;
            for (int i = 0; i < f.n; i++) {
                double pivot = f.lu[i * (f.n + 1)];
                sign *= Math.signum(pivot);
                log += Math.log(Math.abs(pivot));
            }
            out[0].d[k] = sign;
            out[1].d[k] = log;
        }
    }

    public static void factor(NoAttributes a, Host[] in, Host[] out) {
        MatrixBatch m = MatrixBatch.of(in[0]);
        Factors f = new Factors(m.rows());
        for (int k = 0; k < m.count(); k++) {
            f.of(in[0].d, m.at(k));
            System.arraycopy(f.lu, 0, out[0].d, m.at(k), f.lu.length);
            for (int i = 0; i < f.n; i++) {
                out[1].l[k * f.n + i] = f.swaps[i];
            }
        }
    }

    public static void order(NoAttributes a, Host[] in, Host[] out) {
        int n = in[0].shape.intDim(-1);
        int[] rows = new int[n];
        for (int at = 0; at < in[0].size; at += n) {
            for (int i = 0; i < n; i++) {
                rows[i] = i;
            }
            for (int i = 0; i < n; i++) {
                int other = (int) in[0].l[at + i];
                int kept = rows[i];
                rows[i] = rows[other];
                rows[other] = kept;
            }
            for (int i = 0; i < n; i++) {
                out[0].l[at + rows[i]] = i;
            }
        }
    }

    private static void regular(String op, Factors f, Host x, MatrixBatch m, int matrix) {
        f.of(x.d, m.at(matrix));
        if (f.zero >= 0) {
            throw MatrixBatch.failure(op, m.batch(), matrix, "is singular: pivot " + f.zero + " is 0.");
        }
    }

    private static void swapRows(double[] x, int at, int columns, int a, int b) {
        for (int c = 0; c < columns; c++) {
            double kept = x[at + a * columns + c];
            x[at + a * columns + c] = x[at + b * columns + c];
            x[at + b * columns + c] = kept;
        }
    }

    private static void subtract(double[] x, int at, int columns, int from, int row, double factor) {
        for (int c = 0; c < columns; c++) {
            x[at + from * columns + c] -= factor * x[at + row * columns + c];
        }
    }
}
