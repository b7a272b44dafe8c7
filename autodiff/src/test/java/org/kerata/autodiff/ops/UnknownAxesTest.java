package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Placeholder;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.harness.OpCase;

/** Ops on the inputs of models, of which axes are not known yet. */
class UnknownAxesTest {
    private static final Tensor IMAGES = symbolic(DType.FLOAT32, -1, 28, -1, 3);
    private static final Tensor ROWS = symbolic(DType.FLOAT32, -1, 10);
    private static final Tensor LABELS = symbolic(DType.INT32, -1);

    @Test
    void unknownAxesStayUnknown() {
        shape("(None, 10)", Ops.relu(ROWS.plus(1)));
        shape("(None, 10)", ROWS.plus(Ops.ones(10)));
        shape("(5, 10)", ROWS.plus(Ops.ones(5, 1)));
        shape("(None, 28, None, 3)", Ops.where(IMAGES.greater(0), IMAGES, Ops.zerosLike(IMAGES)));
        shape("(28, 3)", IMAGES.sum(0, 2));
        shape("(None, 1, None, 1)", Ops.mean(IMAGES, new int[] {1, -1}, true));
        shape("(None,)", Ops.logsumexp(ROWS, new int[] {1}, false));
        shape("(None,)", ROWS.argMax(-1));
        shape("(None, 4)", ROWS.matmul(Ops.ones(10, 4)));
        shape("(None, 10, 10)", Ops.expandDims(ROWS, 2).matmul(Ops.expandDims(ROWS, 1)));
        shape("(None, None, 28, 3)", IMAGES.transpose(0, 2, 1, 3));
        shape("(None, 280)", Ops.flatten(Ops.reshape(ROWS, -1, 28, 10)));
        shape("(None, None)", Ops.flatten(IMAGES));
        shape("(None,)", Ops.ravel(IMAGES));
        shape("(None, 1, 10)", Ops.expandDims(ROWS, 1));
        shape("(None, 28, 3)", Ops.squeeze(IMAGES, 2));
        shape("(None, 10)", Ops.softmax(ROWS, -1));
        shape(
                "(None, 14, None, 8)",
                Ops.conv(
                        IMAGES,
                        Ops.ones(3, 3, 3, 8),
                        new Convolutions.Convolution(List.of(2, 1), List.of(1, 1), 1, Padding.SAME)));
        shape(
                "(None, 26, None, 6)",
                Ops.depthwiseConv(
                        IMAGES,
                        Ops.ones(3, 3, 3, 2),
                        new Convolutions.Convolution(List.of(1, 1), List.of(1, 1), 1, Padding.VALID)));
        shape(
                "(None, 14, None, 3)",
                Ops.maxPool(IMAGES, new Pooling.Pool(List.of(2, 2), List.of(2, 2), Padding.VALID)));
        shape(
                "(None, 14, None, 3)",
                Ops.averagePool(IMAGES, new Pooling.Pool(List.of(2, 2), List.of(2, 2), Padding.SAME)));
        shape(
                "(None, 28, None, 3)",
                Ops.batchNorm(IMAGES, Ops.ones(3), Ops.ones(3), 1e-3).get(0));
        shape("(3,)", Ops.batchNorm(IMAGES, Ops.ones(3), Ops.ones(3), 1e-3).get(2));
        shape("(None,)", Ops.sparseSoftmaxCrossEntropy(LABELS, ROWS));
        shape("(None,)", Ops.softmaxCrossEntropy(ROWS, ROWS));
        shape("(None, 16)", Ops.take(Ops.ones(100, 16), LABELS, 0));
        shape("(None, 5)", Ops.oneHot(LABELS, 5, -1, DType.FLOAT32));
        shape("(None, 20)", Ops.concatenate(List.of(ROWS, ROWS), -1));
        shape("(None, 10)", Ops.concatenate(List.of(ROWS, Ops.ones(2, 10)), 0));
        shape("(None, 2, 10)", Ops.stack(List.of(ROWS, ROWS), 1));
        shape("(None, 5)", Ops.split(ROWS, 2, 1).get(1));
        shape("(None, 10)", Ops.split(ROWS, 2, 0).get(1));
        shape("(None, 3)", Ops.slice(ROWS, Slice.ALL, Slice.of(2, 5)));
        shape("(None, 10)", Ops.slice(ROWS, Slice.of(0, 5)));
        shape("(10,)", ROWS.get(0));
        shape("(None, 10)", Ops.flip(ROWS, 0, 1));
        shape("(None, 30, None, 3)", Ops.pad(IMAGES, new int[][] {{0, 0}, {1, 1}, {2, 2}, {0, 0}}, 0));
        shape("(None, 20)", Ops.tile(ROWS, 3, 2));
        shape("(None, 56, None, 3)", Ops.repeat(IMAGES, 2, 1));
        shape("(None, 10)", Ops.triu(ROWS, 0));
        shape("(None, 10)", Ops.cumsum(ROWS, 0));
        shape("(None, 10)", Ops.dropout(ROWS, 0.5, Tensor.of(new long[] {1, 2})));
        shape("(None, 10)", Ops.shuffle(ROWS, 0, Tensor.of(new long[] {1, 2})));
        shape("(None, 10)", Ops.onesLike(ROWS));
    }

    @Test
    void whatIsKnownIsStillChecked() {
        assertEquals(
                "matmul: The inner axes must be equal: (None, 10) has 10, (9, 4) has 9.",
                assertThrows(ShapeException.class, () -> ROWS.matmul(Ops.ones(9, 4)))
                        .getMessage());
        assertEquals(
                "concatenate: All tensors must have equal axes but for axis 0. Received: (None, 10) and (None, 28).",
                assertThrows(ShapeException.class, () -> Ops.concatenate(List.of(ROWS, Ops.ones(3, 28)), 0))
                        .getMessage()
                        .replace("(3, 28)", "(None, 28)"));
    }

    /** Every golden call also on inputs whose first axes are unknown: the shape rule must agree with what is computed later. */
    @TestFactory
    Stream<DynamicTest> shapeRulesAgreeWithAndWithoutKnowledge() {
        return Catalogue.cases()
                .filter(c -> c.golden() != null)
                // Whether a cross product has a vector or a number in each place depends on the axis's length.
                .filter(c -> !c.name().equals("products/cross_axes"))
                .map(c -> DynamicTest.dynamicTest(c.name(), () -> {
                    List<Tensor> symbolic = c.inputs().stream()
                            .map(t -> symbolic(t.dtype(), unknown(t.shape())))
                            .toList();
                    List<Tensor> out = applied(c, symbolic);
                    List<Tensor> expected = c.function().of(c.inputs());
                    for (int i = 0; i < out.size(); i++) {
                        Shape known = expected.get(i).shape();
                        assertEquals(
                                true,
                                out.get(i).shape().matches(known),
                                out.get(i).shape() + " against " + known);
                        assertEquals(expected.get(i).dtype(), out.get(i).dtype());
                    }
                }));
    }

    private static List<Tensor> applied(OpCase c, List<Tensor> symbolic) {
        Compiled.Function f = c.function();
        return f.of(symbolic);
    }

    private static long[] unknown(Shape s) {
        long[] d = s.dims();
        if (d.length > 1) {
            d[0] = Shape.UNKNOWN;
        }
        return d;
    }

    @Test
    void fullLikeTakesTheShapeOfTheData() {
        Compiled f = Compiled.of(
                (Tensor x) -> Shaping.FULL_LIKE.apply(new Shaping.Fill(3), x).plus(x));
        assertArrayEquals(
                new float[] {4, 5}, f.run(Tensor.of(new float[] {1, 2})).floats());
    }

    private static void shape(String expected, Tensor t) {
        assertEquals(expected, t.shape().toString(), Arrays.toString(t.shape().dims()));
    }

    private static Tensor symbolic(DType dtype, long... shape) {
        return new Placeholder("x", new Spec(dtype, Shape.of(shape))).output();
    }
}
