package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpCase.Check;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.Tensors;

/** Norms, factorisations and solutions of linear equations. */
class MatricesTest implements OpContract {
    private static final double INF = Double.POSITIVE_INFINITY;

    @Override
    public Stream<OpCase> cases() {
        GoldenFile golden = new GoldenFile("linalg");
        norms(golden);
        golden.one("cholesky", Ops::cholesky)
                .one("cholesky_upper", x -> Ops.cholesky(x, true))
                .one("cholesky_inverse", x -> Ops.choleskyInverse(x, false))
                .one("cholesky_inverse_upper", x -> Ops.choleskyInverse(x, true))
                .two("solve", Ops::solve)
                .two("solve_triangular", (a, b) -> Ops.solveTriangular(a, b, true))
                .two("solve_triangular_upper", (a, b) -> Ops.solveTriangular(a, b, false))
                .one("inv", Ops::inv)
                .one("det", Ops::det)
                .with("slogdet", in -> Ops.slogdet(in.get(0)))
                .one("logdet", Ops::logdet)
                .with("lu_factor", in -> Ops.luFactor(in.get(0)))
                .two("lstsq", Ops::lstsq)
                .with("qr", in -> Ops.qr(in.get(0)))
                .with("qr_complete", in -> Ops.qr(in.get(0), "complete"))
                .with("svd", in -> squares(Ops.svd(in.get(0), false)))
                .with("svd_full", in -> squares(Ops.svd(in.get(0))))
                .one("svd_values", Ops::singularValues)
                .with("eigh", in -> squares(Ops.eigh(in.get(0))))
                .one("pinv", Ops::pinv)
                .one("pinv_cutoff", x -> Ops.pinv(x, 0.4))
                .one("matrix_rank", Ops::matrixRank)
                .one("matrix_rank_tolerance", x -> Ops.matrixRank(x, 2.5));
        for (String singular :
                List.of("det_singular", "slogdet_singular", "qr_wide", "qr_complete", "svd_full", "svd_full_wide")) {
            golden.but(singular, c -> forwards(c));
        }
        // Equal rows, stretched from one, make no regular matrix and no distinct eigenvalues; the batches are looked at
        // under all views.
        for (String regular : List.of(
                "cholesky",
                "cholesky_upper",
                "cholesky_inverse",
                "solve",
                "solve_vector",
                "inv",
                "det",
                "qr",
                "qr_tall",
                "eigh")) {
            golden.skip(regular, Check.VIEWS);
        }
        // What depends on a rank that small steps change.
        golden.skip("pinv_low", Check.DIFFERENCES, Check.FAST, Check.VIEWS)
                .skip("matrix_rank", Check.DIFFERENCES)
                .skip("matrix_rank_tolerance", Check.DIFFERENCES);
        return Stream.concat(golden.cases(), more());
    }

    private static void norms(GoldenFile golden) {
        int[] one = {1};
        int[] two = {2, 0};
        golden.one("norm", Ops::norm)
                .two("cdist", Ops::cdist)
                .one("corrcoef", Ops::corrcoef)
                .one("norm_axis", x -> Ops.norm(x, one, false))
                .one("norm_axes", x -> Ops.norm(x, new int[] {0, 2}, true))
                .one("norm_vector_inf", x -> Ops.norm(x, INF, one, false))
                .one("norm_vector_minus_inf", x -> Ops.norm(x, -INF, one, false))
                .one("norm_vector_0", x -> Ops.norm(x, 0, one, false))
                .one("norm_vector_1", x -> Ops.norm(x, 1, one, false))
                .one("norm_vector_2", x -> Ops.norm(x, 2, one, false))
                .one("norm_vector_3", x -> Ops.norm(x, 3, one, true))
                .one("norm_vector_half", x -> Ops.norm(x, 0.5, one, false))
                .one("norm_vector_minus_2", x -> Ops.norm(x, -2, one, false))
                .one("norm_matrix_fro", x -> Ops.norm(x, "fro", two, false))
                .one("norm_matrix_nuc", x -> Ops.norm(x, "nuc", two, true))
                .one("norm_matrix_inf", x -> Ops.norm(x, INF, two, false))
                .one("norm_matrix_minus_inf", x -> Ops.norm(x, -INF, two, false))
                .one("norm_matrix_1", x -> Ops.norm(x, 1, two, true))
                .one("norm_matrix_minus_1", x -> Ops.norm(x, -1, two, false))
                .one("norm_matrix_2", x -> Ops.norm(x, 2, two, false))
                .one("norm_matrix_minus_2", x -> Ops.norm(x, -2, two, false))
                .one("norm_whole_1", x -> Ops.norm(x, 1, new int[0], false));
    }

    /** Signs of vectors are a matter of taste. */
    private static List<Tensor> squares(List<Tensor> factors) {
        return factors.size() == 2
                ? List.of(factors.get(0), Ops.square(factors.get(1)))
                : List.of(Ops.square(factors.get(0)), factors.get(1), Ops.square(factors.get(2)));
    }

    /** Where there is no gradient. */
    private static OpCase forwards(OpCase c) {
        return new OpCase(
                        c.name(),
                        in -> c.function().of(in).stream()
                                .map(Ops::stopGradient)
                                .toList(),
                        c.inputs(),
                        c.golden(),
                        c.tolerance(),
                        c.skipped())
                .without(Check.DIFFERENCES);
    }

    private static Stream<OpCase> more() {
        return Stream.of(
                OpCase.of(
                                "one matrix for a batch of right sides",
                                in -> List.of(Ops.solve(in.get(0), in.get(1))),
                                Tensor.of(new float[] {3, 1, -1, 2}, 2, 2),
                                Tensors.normal(1, 3, 2, 2))
                        .without(Check.VIEWS),
                OpCase.of(
                                "factors multiplied again",
                                in -> {
                                    List<Tensor> f = Ops.svd(in.get(0), false);
                                    return List.of(Ops.einsum("...ik,...k,...kj->...ij", f.get(0), f.get(1), f.get(2)));
                                },
                                Tensors.normal(2, 2, 3, 4))
                        .without(Check.VIEWS),
                OpCase.of(
                                "a square root of a matrix",
                                in -> {
                                    Tensor x = in.get(0);
                                    List<Tensor> e = Ops.eigh(x.matmul(x.transpose()));
                                    return List.of(Ops.einsum(
                                            "ik,k,jk->ij",
                                            e.get(1),
                                            Ops.sqrt(Ops.absolute(e.get(0)).plus(0.1)),
                                            e.get(1)));
                                },
                                Tensors.normal(3, 3, 3))
                        .without(Check.VIEWS),
                OpCase.of("no matrices", in -> List.of(Ops.inv(in.get(0))), Tensors.normal(4, 0, 2, 2)));
    }

    @Test
    void theMatrixWithoutAnAnswerIsNamed() {
        Tensor singular = Tensor.of(new float[] {1, 0, 0, 1, 1, 2, 2, 4}, 2, 2, 2);
        failed(
                "inv: matrix [1] of the batch is singular: pivot 1 is 0.",
                () -> Ops.inv(singular).floats());
        failed(
                "solve: matrix [1] of the batch is singular: pivot 1 is 0.",
                () -> Ops.solve(singular, Ops.ones(2, 2, 1)).floats());
        failed(
                "cholesky: the matrix is not positive definite: pivot 1 is -3.0.",
                () -> Ops.cholesky(Tensor.of(new float[][] {{1, 2}, {2, 1}})).floats());
        failed(
                "solve_triangular: the matrix is singular: element 1 of its diagonal is 0.",
                () -> Ops.solveTriangular(Tensor.of(new float[][] {{1, 0}, {2, 0}}), Ops.ones(2), true)
                        .floats());
        failed(
                "svd: the matrix must be finite. Received: NaN in row 1, column 0.",
                () -> Ops.svd(Tensor.of(new float[][] {{1, 2}, {Float.NaN, 1}}))
                        .get(1)
                        .floats());
    }

    /** A step that fails on its data leaves no variable half written. */
    @Test
    void nothingIsWrittenWhenAMatrixHasNoAnswer() {
        Variable v = Variable.of("v", Ops.ones(2));
        Compiled step = Compiled.of(x -> {
            v.assign(v.plus(1));
            Tensor y = Ops.inv(x);
            v.assign(v.plus(Ops.sum(y, new int[] {0}, false)));
            return y;
        });
        assertThrows(KerataException.class, () -> step.run(Ops.zeros(2, 2)));
        assertEquals(List.of(1f, 1f), List.of(v.floats()[0], v.floats()[1]));
        step.run(Ops.eye(2));
        assertEquals(List.of(3f, 3f), List.of(v.floats()[0], v.floats()[1]));
    }

    @Test
    void whatHasNoGradientSaysSo() {
        Tensor x = Ops.identity(Tensors.normal(5, 3, 5));
        failed(
                "qr: there is a gradient only for matrices with no fewer rows than columns, and in mode \"reduced\" unless they are "
                        + "square. Received: shape (3, 5).",
                () -> Gradients.of(Ops.qr(x).get(0).sum(), x));
        failed(
                "svd: the singular vectors have a gradient only with full_matrices false, or for square matrices. Received: shape (3, 5).",
                () -> Gradients.of(Ops.svd(x).get(2).sum(), x));
        assertEquals(15, Gradients.of(Ops.svd(x).get(1).sum(), x).floats().length);
    }

    @Test
    void shapesThatDoNotFit() {
        refused(
                "inv: The matrices must be square. Received: (2, 3), of 2 rows and 3 columns.",
                () -> Ops.inv(Ops.ones(2, 3)));
        refused(
                "cholesky: The matrices must be square. Received: (2, 3), of 2 rows and 3 columns.",
                () -> Ops.cholesky(Ops.ones(2, 3)));
        refused(
                "det: The input must have at least 2 axes, the last two being matrices. Received: (3,).",
                () -> Ops.det(Ops.ones(3)));
        refused(
                "solve: A right side must have as many rows as the matrix. Received: matrices (2, 2) and right sides (3, 1).",
                () -> Ops.solve(Ops.eye(2), Ops.ones(3)));
        refused(
                "norm: of an order, it needs one axis or two. Received: shape (2, 2, 2) and no axes.",
                () -> Ops.norm(Ops.ones(2, 2, 2), 1, new int[0], false));
        refused(
                "norm: there is one over one axis or two. Received: axes [0, 1, 2].",
                () -> Ops.norm(Ops.ones(2, 2, 2), new int[] {0, 1, 2}, false));
        assertEquals(
                "norm: the order of matrices must be 1, 2, infinity, their negatives, \"fro\" or \"nuc\". Received: 3.0.",
                assertThrows(ConfigException.class, () -> Ops.norm(Ops.ones(2, 2), 3, new int[0], false))
                        .getMessage());
        assertEquals(
                "qr: the mode must be \"reduced\" or \"complete\". Received: \"full\".",
                assertThrows(ConfigException.class, () -> Ops.qr(Ops.ones(2, 2), "full"))
                        .getMessage());
    }

    private static void refused(String message, Executable e) {
        assertEquals(message, assertThrows(ShapeException.class, e).getMessage());
    }

    private static void failed(String message, Executable e) {
        assertEquals(message, assertThrows(KerataException.class, e).getMessage());
    }
}
