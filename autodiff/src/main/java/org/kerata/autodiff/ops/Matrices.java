package org.kerata.autodiff.ops;

import static org.kerata.autodiff.ops.Rules.grads;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Adjoint;
import org.kerata.autodiff.graph.NoAttributes;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.kernels.reference.CholeskyReference;
import org.kerata.autodiff.internal.kernels.reference.LuReference;

/**
 * Linear equations, determinants and what solves them. The last two axes are square matrices, the leading ones a batch; a matrix that has
 * no answer is an error that names it.
 */
public final class Matrices {
    private Matrices() {}

    /** Of a positive definite matrix A, of which the lower triangle is read, the lower triangle L with {@code A = L · Lᵀ}. */
    public static final Op<NoAttributes> CHOLESKY = Op.plain("cholesky")
            .shape((in, a) -> square(in.get(0)))
            .gradient(g -> {
                Tensor l = g.out();
                Tensor p = Ops.tril(product(turned(l), g.dy()), 0);
                Tensor half = p.minus(onDiagonal(Ops.diagonal(p, 0, -2, -1)).times(0.5));
                Tensor left = triangular(l, half, true, true);
                Tensor s = turned(triangular(l, turned(left), true, true));
                return grads(s.plus(turned(s)).times(0.5));
            })
            .reference(CholeskyReference::run)
            .failsOnData()
            .build();

    /** Which triangle of the matrix is read, and whether the transposed equation is solved. */
    public record Triangle(boolean lower, boolean transposed) {}

    /** From {@code (a, b)}: x with {@code a · x = b} for triangular matrices a; batches are broadcast. */
    public static final Op<Triangle> SOLVE_TRIANGULAR = Op.<Triangle>named("solve_triangular")
            .shape((in, a) -> equations(in))
            .gradient(g -> {
                Triangle t = g.attributes();
                Tensor db = triangular(g.in(0), g.dy(), t.lower, !t.transposed);
                Tensor da = (t.transposed ? product(g.out(), turned(db)) : product(db, turned(g.out()))).unaryMinus();
                return grads(t.lower ? Ops.tril(da, 0) : Ops.triu(da, 0), db);
            })
            .reference(CholeskyReference::solveTriangular)
            .failsOnData()
            .build();

    /** From {@code (a, b)}: x with {@code a · x = b}; batches are broadcast. */
    public static final Op<NoAttributes> SOLVE = Op.plain("solve")
            .shape((in, a) -> equations(in))
            .gradient(g -> {
                Tensor db = Matrices.SOLVE.apply(g.attributes(), turned(g.in(0)), g.dy());
                return grads(product(db, turned(g.out())).unaryMinus(), db);
            })
            .reference(LuReference::solve)
            .failsOnData()
            .build();

    /** The inverse. */
    public static final Op<NoAttributes> INV = Op.plain("inv")
            .shape((in, a) -> square(in.get(0)))
            .gradient(g -> {
                Tensor t = turned(g.out());
                return grads(product(product(t, g.dy()), t).unaryMinus());
            })
            .reference(LuReference::inverse)
            .failsOnData()
            .build();

    /** The determinant. Its gradient exists where it is not 0. */
    public static final Op<NoAttributes> DET = Op.plain("det")
            .shape((in, a) -> scalars(square(in.get(0))))
            .gradient(g -> grads(scaled(turned(INV.apply(g.attributes(), g.in(0))), g.dy().times(g.out()))))
            .reference(LuReference::determinant)
            .build();

    /** The determinant's sign (-1, 0 or 1) and the logarithm of its size. */
    public static final Op<NoAttributes> SLOGDET = Op.plain("slogdet")
            .shapes((in, a) -> List.of(scalars(square(in.get(0))), scalars(in.get(0))))
            .gradient(g -> {
                Tensor dy = g.dy(1);
                return grads(dy == null ? null : scaled(turned(INV.apply(g.attributes(), g.in(0))), dy));
            })
            .reference(LuReference::logarithm)
            .build();

    /**
     * The triangles L (below the diagonal, where it is 1) and U in one matrix, and for each row the one it was swapped with, in that
     * order.
     */
    public static final Op<NoAttributes> LU_FACTOR = Op.plain("lu_factor")
            .shapes((in, a) -> {
                Spec s = square(in.get(0));
                return List.of(
                        s, new Spec(DType.INT32, s.shape().slice(0, s.shape().rank() - 1)));
            })
            .gradient(Matrices::factorGradient)
            .reference(LuReference::factor)
            .build();

    /** Solves with a triangular matrix. */
    public static Tensor triangular(Tensor a, Tensor b, boolean lower, boolean transposed) {
        return SOLVE_TRIANGULAR.apply(new Triangle(lower, transposed), a, b);
    }

    private static List<@Nullable Tensor> factorGradient(Adjoint<NoAttributes> g) {
        Tensor dy = g.dy(0);
        if (dy == null) {
            return grads((Tensor) null);
        }
        Tensor lu = g.out(0);
        Tensor eye = Ops.eye(lu.shape().intDim(-1), lu.shape().intDim(-1), 0, lu.dtype());
        Tensor l = Ops.tril(lu, -1).plus(eye);
        Tensor u = Ops.triu(lu, 0);
        Tensor inner = Ops.tril(product(turned(l), Ops.tril(dy, -1)), -1)
                .plus(Ops.triu(product(Ops.triu(dy, 0), turned(u)), 0));
        Tensor left = triangular(l, inner, true, true);
        Tensor both = turned(triangular(u, turned(left), false, false));
        return grads(Ops.takeAlongAxis(both, rowsBefore(g.out(1), lu.shape()), -2));
    }

    /** For each row of the input the row of the factors that it became, for each column. */
    private static Tensor rowsBefore(Tensor pivots, Shape matrices) {
        Tensor order = LU_ORDER.apply(NoAttributes.NONE, pivots);
        return Ops.broadcastTo(Ops.expandDims(order, -1), matrices);
    }

    /** From the swaps of {@link #LU_FACTOR}: for each row of the input the row that it became. */
    public static final Op<NoAttributes> LU_ORDER = Op.plain("lu_order")
            .shape((in, a) -> in.get(0))
            .noGradient()
            .reference(LuReference::order)
            .build();

    // ---- what both families of matrices share ----

    static Tensor turned(Tensor x) {
        return Ops.swapaxes(x, -2, -1);
    }

    static Tensor product(Tensor a, Tensor b) {
        return LinearAlgebra.matmul(a, b, false, false);
    }

    static Tensor onDiagonal(Tensor v) {
        return Diagonals.DIAGONAL_MATRIX.apply(new Diagonals.Which(0), v);
    }

    private static Tensor scaled(Tensor matrices, Tensor by) {
        return matrices.times(Ops.expandDims(Ops.expandDims(by, -1), -1));
    }

    static Spec matrices(Spec s) {
        Rules.requireFloating(s);
        if (s.shape().rank() < 2) {
            throw new ShapeException(
                    "The input must have at least 2 axes, the last two being matrices. Received: " + s.shape() + ".");
        }
        return s;
    }

    static Spec square(Spec s) {
        matrices(s);
        long rows = s.shape().dim(-2);
        long columns = s.shape().last();
        if (rows != columns && rows != Shape.UNKNOWN && columns != Shape.UNKNOWN) {
            throw new ShapeException("The matrices must be square. Received: " + s.shape() + ", of " + rows
                    + " rows and " + columns + " columns.");
        }
        return s;
    }

    static Spec scalars(Spec s) {
        return s.with(s.shape().slice(0, s.shape().rank() - 2));
    }

    private static Spec equations(List<Spec> in) {
        Shape a = square(in.get(0)).shape();
        Shape b = matrices(in.get(1)).shape();
        if (in.get(0).dtype() != in.get(1).dtype()) {
            throw new ShapeException(
                    "Both sides must have one element type. Received: " + in.get(0) + " and " + in.get(1) + ".");
        }
        long n = a.last();
        if (n != b.dim(-2) && n != Shape.UNKNOWN && b.dim(-2) != Shape.UNKNOWN) {
            throw new ShapeException("A right side must have as many rows as the matrix. Received: matrices " + a
                    + " and right sides " + b + ".");
        }
        Shape batch = Shape.broadcast(a.slice(0, a.rank() - 2), b.slice(0, b.rank() - 2));
        return in.get(1).with(batch.append(n, b.last()));
    }
}
