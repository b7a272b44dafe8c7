package org.kerata.autodiff.ops;

import static org.kerata.autodiff.ops.Matrices.matrices;
import static org.kerata.autodiff.ops.Matrices.onDiagonal;
import static org.kerata.autodiff.ops.Matrices.product;
import static org.kerata.autodiff.ops.Matrices.square;
import static org.kerata.autodiff.ops.Matrices.turned;
import static org.kerata.autodiff.ops.Rules.grads;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Adjoint;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.kernels.reference.QrReference;
import org.kerata.autodiff.internal.kernels.reference.SpectralReference;

/** Orthogonal factors: QR, eigenvalues, singular values. The last two axes are matrices, the leading ones a batch. */
public final class Decompositions {
    private Decompositions() {}

    /** Whether the orthogonal factors are square, else they have no more columns than the matrix has of the shorter axis. */
    public record Factors(boolean complete) {}

    /** Q with orthonormal columns and an upper triangle R, {@code A = Q · R}; signs as LAPACK's. */
    public static final Op<Factors> QR = Op.<Factors>named("qr")
            .shapes((in, a) -> {
                Shape s = matrices(in.get(0)).shape();
                long inner = a.complete ? s.dim(-2) : shorter(s);
                Shape batch = s.slice(0, s.rank() - 2);
                return List.of(
                        in.get(0).with(batch.append(s.dim(-2), inner)),
                        in.get(0).with(batch.append(inner, s.last())));
            })
            .gradient(Decompositions::triangularGradient)
            .reference(QrReference::run)
            .build();

    /** The eigenvalues of symmetric matrices, ascending, and their eigenvectors as columns. The gradient exists where no two are equal. */
    public static final Op<NoAttributes> EIGH = Op.plain("eigh")
            .shapes((in, a) -> {
                Spec s = square(in.get(0));
                return List.of(s.with(s.shape().slice(0, s.shape().rank() - 1)), s);
            })
            .gradient(g -> {
                Tensor v = g.out(1);
                Tensor dw = g.dy(0);
                Tensor dv = g.dy(1);
                Tensor inner = dw == null ? null : onDiagonal(dw);
                if (dv != null) {
                    Tensor turning = product(turned(v), dv).times(inverseDistances(g.out(0)));
                    inner = inner == null ? turning : inner.plus(turning);
                }
                return grads(inner == null ? null : product(product(v, inner), turned(v)));
            })
            .reference(SpectralReference::eigh)
            .failsOnData()
            .build();

    /**
     * {@code A = U · diag(s) · Vᵀ}: left singular vectors as columns, singular values descending, right ones as rows. The gradient exists
     * where no two singular values are equal and none is 0; that of square factors of other matrices only for the values.
     */
    public static final Op<Factors> SVD = Op.<Factors>named("svd")
            .shapes((in, a) -> {
                Shape s = matrices(in.get(0)).shape();
                Shape batch = s.slice(0, s.rank() - 2);
                long k = shorter(s);
                return List.of(
                        in.get(0).with(batch.append(s.dim(-2), a.complete ? s.dim(-2) : k)),
                        in.get(0).with(batch.append(k)),
                        in.get(0).with(batch.append(a.complete ? s.last() : k, s.last())));
            })
            .gradient(Decompositions::singularGradient)
            .reference(SpectralReference::svd)
            .failsOnData()
            .build();

    /** Singular values below this part of the largest count as 0; negative stands for what the element type cannot tell from 0. */
    public record Cutoff(double part) {}

    /** The pseudo-inverse of Moore and Penrose. The gradient is that of matrices whose rank does not change. */
    public static final Op<Cutoff> PINV = Op.<Cutoff>named("pinv")
            .shape((in, a) -> {
                Shape s = matrices(in.get(0)).shape();
                return in.get(0).with(s.slice(0, s.rank() - 2).append(s.last(), s.dim(-2)));
            })
            .gradient(g -> {
                Tensor a = g.in(0);
                Tensor p = g.out();
                Tensor dyT = turned(g.dy());
                Tensor pT = turned(p);
                Tensor through = product(product(pT, g.dy()), pT);
                Tensor rows = product(product(dyT, p), pT);
                Tensor columns = product(product(pT, p), dyT);
                Tensor outside = rows.minus(product(a, product(p, rows)));
                Tensor beside = columns.minus(product(product(columns, p), a));
                return grads(outside.plus(beside).minus(through));
            })
            .reference(SpectralReference::pseudoInverse)
            .failsOnData()
            .build();

    private static long shorter(Shape s) {
        long m = s.dim(-2);
        long n = s.last();
        return m == Shape.UNKNOWN || n == Shape.UNKNOWN ? Shape.UNKNOWN : Math.min(m, n);
    }

    private static List<@Nullable Tensor> triangularGradient(Adjoint<Factors> g) {
        Tensor q = g.out(0);
        Tensor r = g.out(1);
        if (r.shape().dim(-2) != r.shape().last()) {
            throw new KerataException(
                    "qr: there is a gradient only for matrices with no fewer rows than columns, and in mode "
                            + "\"reduced\" unless they are square. Received: shape "
                            + g.in(0).shape() + ".");
        }
        Tensor dq = g.dy(0);
        Tensor dr = g.dy(1);
        Tensor m = null;
        if (dr != null) {
            m = product(r, turned(dr));
        }
        if (dq != null) {
            Tensor part = product(turned(dq), q).unaryMinus();
            m = m == null ? part : m.plus(part);
        }
        if (m == null) {
            return grads((Tensor) null);
        }
        Tensor symmetric = Ops.tril(m, 0).plus(turned(Ops.tril(m, -1)));
        Tensor inside = product(q, symmetric);
        Tensor all = dq == null ? inside : dq.plus(inside);
        return grads(turned(Matrices.triangular(r, turned(all), false, false)));
    }

    private static List<@Nullable Tensor> singularGradient(Adjoint<Factors> g) {
        Shape x = g.in(0).shape();
        Tensor du = g.dy(0);
        Tensor ds = g.dy(1);
        Tensor dvt = g.dy(2);
        boolean wide = g.attributes().complete && x.dim(-2) != x.last();
        if (wide && (du != null || dvt != null)) {
            throw new KerataException(
                    "svd: the singular vectors have a gradient only with full_matrices false, or for square matrices. "
                            + "Received: shape " + x + ".");
        }
        int k = (int) shorter(x);
        int rank = x.rank();
        Slice few = Slice.of(0, k);
        Tensor u = Structure.SLICE.apply(Structure.Slices.of(rank, rank - 1, few), g.out(0));
        Tensor vt = Structure.SLICE.apply(Structure.Slices.of(rank, rank - 2, few), g.out(2));
        Tensor s = g.out(1);
        Tensor row = Ops.expandDims(s, -2);
        Tensor column = Ops.expandDims(s, -1);
        Tensor apart = inverseDistances(Ops.square(s));
        Tensor inner = ds == null ? null : onDiagonal(ds);
        Tensor beside = null;
        if (du != null) {
            Tensor own = product(turned(u), du);
            Tensor turning = own.minus(turned(own)).times(apart).times(row);
            inner = inner == null ? turning : inner.plus(turning);
            beside = product(Ops.divide(du.minus(product(u, own)), row), vt);
        }
        if (dvt != null) {
            Tensor own = product(vt, turned(dvt));
            Tensor turning = column.times(own.minus(turned(own)).times(apart));
            inner = inner == null ? turning : inner.plus(turning);
            Tensor part = product(u, Ops.divide(dvt.minus(product(turned(own), vt)), column));
            beside = beside == null ? part : beside.plus(part);
        }
        if (inner == null) {
            return grads((Tensor) null);
        }
        Tensor within = product(product(u, inner), vt);
        return grads(beside == null ? within : within.plus(beside));
    }

    /** {@code 1 / (w_j - w_i)} in row i and column j; 0 on the diagonal. */
    private static Tensor inverseDistances(Tensor w) {
        Tensor distance = Ops.expandDims(w, -2).minus(Ops.expandDims(w, -1));
        int n = w.shape().intDim(-1);
        Tensor eye = Ops.eye(n, n, 0, w.dtype());
        return Ops.reciprocal(distance.plus(eye)).minus(eye);
    }
}
