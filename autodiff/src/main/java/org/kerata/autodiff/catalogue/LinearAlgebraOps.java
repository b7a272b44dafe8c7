package org.kerata.autodiff.catalogue;

import java.util.List;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Decompositions;
import org.kerata.autodiff.ops.Matrices;
import org.kerata.autodiff.ops.Norms;

/**
 * Norms, factorisations and solutions of linear equations. The last two axes are matrices, the leading ones a batch. They are computed in
 * double precision on one core; a matrix that has no answer is an error that names it.
 */
public abstract class LinearAlgebraOps extends ProductOps {
    /** Not made: its methods are static. */
    protected LinearAlgebraOps() {}

    /** The square root of the sum of squares of all elements. */
    public static Tensor norm(Tensor x) {
        return norm(x, new int[0], false);
    }

    /** The square root of the sum of squares over one or two axes; none means all axes. */
    public static Tensor norm(Tensor x, int[] axes, boolean keepDims) {
        return Norms.euclidean(real(x), axes, keepDims);
    }

    /**
     * The norm of this order over one axis (of vectors: the p-norm, 0 counts what is not 0, infinities give the largest or smallest size)
     * or two (of matrices: 1, 2, infinity or their negatives); no axes means all of at most two.
     */
    public static Tensor norm(Tensor x, double order, int[] axes, boolean keepDims) {
        return Norms.of(real(x), order, axes, keepDims);
    }

    /** The norm of matrices, over two axes (none means those of a matrix): {@code "fro"} of Frobenius, {@code "nuc"} the sum of singular values. */
    public static Tensor norm(Tensor x, String order, int[] axes, boolean keepDims) {
        return Norms.of(real(x), order, axes, keepDims);
    }

    /** The distances between all rows of x and of y: {@code (…, n, d)} and {@code (…, m, d)} become {@code (…, n, m)}. */
    public static Tensor cdist(Tensor x, Tensor y) {
        if (x.rank() < 2 || y.rank() < 2) {
            throw new ShapeException("cdist: both must have rows, so 2 axes or more. Received: shapes " + x.shape()
                    + " and " + y.shape() + ".");
        }
        return norm(subtract(expandDims(x, -2), expandDims(y, -3)), new int[] {-1}, false);
    }

    /** Of the rows of a matrix (or of a vector, with itself) how each correlates with each, from -1 to 1. */
    public static Tensor corrcoef(Tensor x) {
        Tensor rows = real(x.rank() < 2 ? expandDims(ravel(x), 0) : x);
        Tensor centred = subtract(rows, mean(rows, new int[] {-1}, true));
        Tensor products = matmul(centred, swapaxes(centred, -2, -1));
        Tensor size = sqrt(diagonal(products, 0, -2, -1));
        Tensor y = divide(products, multiply(expandDims(size, -1), expandDims(size, -2)));
        return x.rank() < 2 ? squeeze(y, 0, 1) : y;
    }

    /** Of symmetric positive definite matrices A the lower triangle L with {@code A = L · Lᵀ}. */
    public static Tensor cholesky(Tensor x) {
        return cholesky(x, false);
    }

    /** Of symmetric positive definite matrices A the lower triangle L with {@code A = L · Lᵀ}, or the upper one with {@code A = Uᵀ · U}. */
    public static Tensor cholesky(Tensor x, boolean upper) {
        Tensor l = Matrices.CHOLESKY.apply(NONE, symmetric(real(x)));
        return upper ? swapaxes(l, -2, -1) : l;
    }

    /** The inverse of a positive definite matrix that is given by its triangle of {@link #cholesky}. */
    public static Tensor choleskyInverse(Tensor triangle, boolean upper) {
        Tensor t = real(triangle);
        int n = t.shape().intDim(-1);
        Tensor inverse = Matrices.triangular(t, eye(n, n, 0, t.dtype()), !upper, false);
        Tensor turned = swapaxes(inverse, -2, -1);
        return upper ? matmul(inverse, turned) : matmul(turned, inverse);
    }

    /** x with {@code a · x = b}; b is matrices or, with an axis less than a, vectors. */
    public static Tensor solve(Tensor a, Tensor b) {
        List<Tensor> same = common(List.of(real(a), real(b)));
        Tensor right = columns(same.get(0), same.get(1));
        Tensor x = Matrices.SOLVE.apply(NONE, same.get(0), right);
        return right == same.get(1) ? x : squeeze(x, -1);
    }

    /** x with {@code a · x = b} for triangular a, of which only that triangle is read; b is matrices or, with an axis less than a, vectors. */
    public static Tensor solveTriangular(Tensor a, Tensor b, boolean lower) {
        List<Tensor> same = common(List.of(real(a), real(b)));
        Tensor right = columns(same.get(0), same.get(1));
        Tensor x = Matrices.triangular(same.get(0), right, lower, false);
        return right == same.get(1) ? x : squeeze(x, -1);
    }

    /** The inverse. */
    public static Tensor inv(Tensor x) {
        return Matrices.INV.apply(NONE, real(x));
    }

    /** The determinant. */
    public static Tensor det(Tensor x) {
        return Matrices.DET.apply(NONE, real(x));
    }

    /** The determinant's sign (-1, 0 or 1) and the logarithm of its size. */
    public static List<Tensor> slogdet(Tensor x) {
        return Matrices.SLOGDET.apply(NONE, List.of(real(x)));
    }

    /** The logarithm of the determinant's size; meant for positive definite matrices. */
    public static Tensor logdet(Tensor x) {
        return slogdet(x).get(1);
    }

    /** Of square matrices the triangles L (its diagonal is 1 and left out) and U in one matrix, and for each row the one it was swapped with. */
    public static List<Tensor> luFactor(Tensor x) {
        return Matrices.LU_FACTOR.apply(NONE, List.of(real(x)));
    }

    /** Q with orthonormal columns and an upper triangle R with {@code x = Q · R}; no more columns than the shorter axis has. */
    public static List<Tensor> qr(Tensor x) {
        return qr(x, "reduced");
    }

    /** Q and R with {@code x = Q · R}; mode {@code "reduced"}, or {@code "complete"} for a square Q. */
    public static List<Tensor> qr(Tensor x, String mode) {
        if (!List.of("reduced", "complete").contains(mode)) {
            throw new ConfigException("qr: the mode must be \"reduced\" or \"complete\". Received: \"" + mode + "\".");
        }
        return Decompositions.QR.apply(new Decompositions.Factors(mode.equals("complete")), List.of(real(x)));
    }

    /** The eigenvalues of symmetric matrices, ascending, and their eigenvectors as columns. */
    public static List<Tensor> eigh(Tensor x) {
        return Decompositions.EIGH.apply(NONE, List.of(symmetric(real(x))));
    }

    /** U, s and Vᵀ with {@code x = U · diag(s) · Vᵀ}, U and V square. */
    public static List<Tensor> svd(Tensor x) {
        return svd(x, true);
    }

    /** U, s (descending) and Vᵀ with {@code x = U · diag(s) · Vᵀ}; U and V square, or with no more vectors than there are values. */
    public static List<Tensor> svd(Tensor x, boolean fullMatrices) {
        return Decompositions.SVD.apply(new Decompositions.Factors(fullMatrices), List.of(real(x)));
    }

    /** The singular values, descending: {@code svd(x, compute_uv=False)}. */
    public static Tensor singularValues(Tensor x) {
        return svd(x, false).get(1);
    }

    /** The pseudo-inverse. */
    public static Tensor pinv(Tensor x) {
        return Decompositions.PINV.apply(new Decompositions.Cutoff(-1), real(x));
    }

    /** The pseudo-inverse; singular values below this part of the largest count as 0. */
    public static Tensor pinv(Tensor x, double cutoff) {
        if (!(cutoff >= 0)) {
            throw new ConfigException("pinv: the cutoff must be 0 or more. Received: " + cutoff + ".");
        }
        return Decompositions.PINV.apply(new Decompositions.Cutoff(cutoff), real(x));
    }

    /** The x, the shortest of them, for which {@code a · x} is nearest to b; b is matrices or, with an axis less than a, vectors. */
    public static Tensor lstsq(Tensor a, Tensor b) {
        Tensor x = real(a);
        double epsilon = x.dtype() == DType.FLOAT32 ? Math.ulp(1f) : Math.ulp(1d);
        return lstsq(x, b, epsilon * Math.max(x.shape().dim(-2), x.shape().last()));
    }

    /** As {@link #lstsq(Tensor, Tensor)}; singular values below this part of the largest count as 0. */
    public static Tensor lstsq(Tensor a, Tensor b, double cutoff) {
        List<Tensor> same = common(List.of(real(a), real(b)));
        Tensor right = columns(same.get(0), same.get(1));
        Tensor x = matmul(pinv(same.get(0), cutoff), right);
        return right == same.get(1) ? x : squeeze(x, -1);
    }

    /** How many singular values are distinguishable from 0, as {@code int32}. */
    public static Tensor matrixRank(Tensor x) {
        Tensor s = singularValues(x);
        double epsilon = s.dtype() == DType.FLOAT32 ? Math.ulp(1f) : Math.ulp(1d);
        double part = epsilon * Math.max(x.shape().dim(-2), x.shape().last());
        return count(greater(s, multiply(max(s, new int[] {-1}, true), Tensor.scalar(part, s.dtype()))));
    }

    /** How many singular values are above this number, as {@code int32}. */
    public static Tensor matrixRank(Tensor x, double tolerance) {
        Tensor s = singularValues(x);
        return count(greater(s, Tensor.scalar(tolerance, s.dtype())));
    }

    private static Tensor count(Tensor truth) {
        return sum(cast(truth, DType.INT32), new int[] {-1}, false);
    }

    private static Tensor symmetric(Tensor x) {
        if (x.rank() < 2 || x.shape().dim(-1) != x.shape().dim(-2)) {
            return x;
        }
        return multiply(add(x, swapaxes(x, -2, -1)), Tensor.scalar(0.5, x.dtype()));
    }

    /** Right sides as matrices. */
    private static Tensor columns(Tensor a, Tensor b) {
        if (b.rank() == a.rank() - 1) {
            return expandDims(b, -1);
        }
        if (b.rank() < 2) {
            throw new ShapeException(
                    "A right side must be matrices, or vectors with an axis less than the matrices have. Received: "
                            + "matrices " + a.shape() + " and right sides " + b.shape() + ".");
        }
        return b;
    }
}
