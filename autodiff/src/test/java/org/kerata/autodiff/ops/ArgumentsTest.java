package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpCase.Check;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.Tensors;
import org.kerata.autodiff.ops.Convolutions.Convolution;

/** Arguments that are seldom given: kinds of padding, kept axes, the channels first, probabilities. */
class ArgumentsTest implements OpContract {
    private static final DataFormat FIRST = DataFormat.CHANNELS_FIRST;
    private static final Convolutions.Transposed DOUBLED =
            new Convolutions.Transposed(List.of(2, 2), List.of(1, 1), Padding.SAME);

    @Override
    public Stream<OpCase> cases() {
        return Stream.of(arguments(), formats(), probabilities()).flatMap(s -> s);
    }

    private static Stream<OpCase> arguments() {
        GoldenFile golden = new GoldenFile("arguments");
        for (String mode : List.of("edge", "reflect", "symmetric", "wrap")) {
            golden.one("pad_" + mode, x -> Ops.pad(x, new int[][] {{2, 1}, {0, 3}, {1, 0}}, mode))
                    .one("pad_" + mode + "_far", x -> Ops.pad(x, new int[][] {{7, 8}}, mode));
        }
        return golden.one("argmax", Ops::argmax)
                .one("argmax_kept", x -> Ops.argmax(x, 1, true))
                .one("argmin_kept", x -> Ops.argmin(x, -1, true))
                .one("max_initial", x -> Ops.max(x, new int[] {1}, false, 0.5))
                .one("min_initial", x -> Ops.min(x, new int[0], false, -0.5))
                .one("cumsum", Ops::cumsum)
                .one("cumprod", Ops::cumprod)
                .one(
                        "percentile",
                        x -> Ops.percentile(x, new double[] {10, 45}, new int[] {1}, true, Quantiles.Method.HIGHER))
                .with("clip", in -> List.of(Ops.clip(in.get(0), in.get(1), in.get(2))))
                .one("multi_hot", i -> Ops.multiHot(i, 5, 1, DType.INT32))
                .two("logspace", (a, b) -> Ops.logspace(a, b, 4, false, 3, 1))
                .with(
                        "batch_normalization",
                        in -> List.of(
                                Ops.batchNormalization(in.get(0), in.get(1), in.get(2), 1, in.get(3), in.get(4), 0.01)))
                .with(
                        "batch_normalization_plain",
                        in -> List.of(Ops.batchNormalization(in.get(0), in.get(1), in.get(2), -1, null, null, 1e-3)))
                .cases();
    }

    private static Stream<OpCase> formats() {
        return new GoldenFile("formats")
                .two("conv", (x, k) -> Ops.conv(x, k, how(2, 2, Padding.SAME), FIRST))
                .two("depthwise", (x, k) -> Ops.depthwiseConv(x, k, how(1, 1, Padding.VALID), FIRST))
                .with(
                        "separable",
                        in -> List.of(
                                Ops.separableConv(in.get(0), in.get(1), in.get(2), how(2, 1, Padding.VALID), FIRST)))
                .two("transpose", (x, k) -> Ops.convTranspose(x, k, DOUBLED, FIRST))
                .one(
                        "max_pool",
                        x -> Ops.maxPool(x, new Pooling.Pool(List.of(2, 2), List.of(2, 2), Padding.VALID), FIRST))
                .one(
                        "average_pool",
                        x -> Ops.averagePool(x, new Pooling.Pool(List.of(2), List.of(1), Padding.SAME), FIRST))
                .one("space_to_depth", x -> Ops.spaceToDepth(x, 2, FIRST))
                .one("depth_to_space", x -> Ops.depthToSpace(x, 2, FIRST))
                // Pixels that are stretched from one are equally large.
                .skip("max_pool", Check.VIEWS)
                .cases();
    }

    private static Convolution how(int axes, int stride, Padding padding) {
        return new Convolution(Collections.nCopies(axes, stride), Collections.nCopies(axes, 1), 1, padding);
    }

    private static Stream<OpCase> probabilities() {
        return new GoldenFile("probabilities")
                .two("binary", Ops::binaryCrossentropy)
                .two("binary_logits", (t, x) -> Ops.binaryCrossentropy(t, x, true))
                .two("categorical", (t, p) -> Ops.categoricalCrossentropy(t, p, false, 0))
                .two("categorical_edges", Ops::categoricalCrossentropy)
                .two("categorical_logits", (t, x) -> Ops.categoricalCrossentropy(t, x, true, 0))
                .two("sparse", Ops::sparseCategoricalCrossentropy)
                .two("sparse_logits", (t, x) -> Ops.sparseCategoricalCrossentropy(t, x, true))
                // Stretched along the classes, all logits are equal and the gradient is rounding alone.
                .skip("categorical_logits", Check.VIEWS)
                // At 0 and 1, where they are kept away from, by an amount that single precision does not hold.
                .skip("binary_edges", Check.DIFFERENCES, Check.FAST, Check.VIEWS)
                .skip("categorical_edges", Check.DIFFERENCES, Check.FAST, Check.VIEWS)
                .cases();
    }

    /** Each is its op with Keras's defaults. */
    @Test
    void fewerArguments() {
        Tensor x = Tensors.normal(1, 3, 4);
        int[] all = {};
        same(Ops.sum(x, all, false), Ops.sum(x));
        same(Ops.mean(x, all, false), Ops.mean(x));
        same(Ops.prod(x, all, false), Ops.prod(x));
        same(Ops.prod(x, new int[] {1}, true), Ops.prod(x, new int[] {1}, true, DType.FLOAT32));
        same(Ops.max(x, all, false), Ops.max(x));
        same(Ops.min(x, all, false), Ops.min(x));
        same(Ops.std(x, all, false), Ops.std(x));
        same(Ops.var(x, all, false), Ops.var(x));
        same(Ops.logsumexp(x, all, false), Ops.logsumexp(x));
        same(Ops.any(x.greater(0), all, false), Ops.any(x.greater(0)));
        same(Ops.all(x.greater(0), all, false), Ops.all(x.greater(0)));
        same(Ops.argmin(Ops.ravel(x), 0), Ops.argmin(x));
        same(Ops.expandDims(Ops.nanargmax(x, 0), 0), Ops.nanargmax(x, 0, true));
        same(Ops.expandDims(Ops.nanargmin(x, 1), 1), Ops.nanargmin(x, -1, true));
        same(Ops.cumsum(x.cast(DType.FLOAT64), 1), Ops.cumsum(x, 1, DType.FLOAT64));
        same(Ops.cumprod(x.cast(DType.FLOAT64), 0), Ops.cumprod(x, 0, DType.FLOAT64));
        same(Ops.diff(x, 1, -1), Ops.diff(x));
        same(Ops.trapezoid(x, 1, -1), Ops.trapezoid(x));
        same(Ops.sort(x, -1), Ops.sort(x));
        same(Ops.argsort(x, -1), Ops.argsort(x));
        same(Ops.tril(x, 0), Ops.tril(x));
        same(Ops.triu(x, 0), Ops.triu(x));
        same(Ops.pad(x, new int[][] {{1, 0}, {0, 2}}, 0), Ops.pad(x, new int[][] {{1, 0}, {0, 2}}));
        same(Ops.concatenate(List.of(x, x), 1), Ops.concatenate(List.of(x, x)));
        same(Ops.stack(List.of(x, x), 0), Ops.stack(List.of(x, x)));
        same(Ops.rot90(x, 1), Ops.rot90(x));
        Tensor i = Tensor.of(new int[] {1, 0});
        same(Ops.oneHot(i, 3, -1, DType.FLOAT32), Ops.oneHot(i, 3));
        same(Ops.zeros(Shape.of(3, 4), DType.INT32), Ops.zerosLike(x, DType.INT32));
        same(Ops.ones(Shape.of(3, 4), DType.INT64), Ops.onesLike(x, DType.INT64));
        same(Ops.full(Shape.of(3, 4), 7, DType.INT32), Ops.fullLike(x, 7, DType.INT32));
        same(
                Ops.meshgrid(List.of(i, i), "xy").get(1),
                Ops.meshgrid(List.of(i, i)).get(1));
        same(
                Ops.nanquantile(x, new double[] {0.25}, new int[] {1}, false, Quantiles.Method.LINEAR),
                Ops.nanpercentile(x, new double[] {25}, new int[] {1}, false, Quantiles.Method.LINEAR));
        same(Ops.topK(x, 2).get(1), Ops.topK(x, 2, false).get(1));
    }

    private static void same(Tensor expected, Tensor received) {
        assertEquals(expected.spec(), received.spec());
        assertEquals(boxed(expected), boxed(received));
    }

    private static List<Double> boxed(Tensor x) {
        return Arrays.stream(x.cast(DType.FLOAT64).doubles()).boxed().toList();
    }

    @Test
    void saysWhatIsWrong() {
        assertEquals(
                "pad: the mode must be one of \"edge\", \"reflect\", \"symmetric\", \"wrap\", or a number for \"constant\". Received:"
                        + " \"mirror\".",
                assertThrows(ConfigException.class, () -> Ops.pad(Ops.ones(2), new int[][] {{1, 1}}, "mirror"))
                        .getMessage());
        refused(
                "pad_around: Each axis needs two widths. Received: 1 pairs for (2, 3).",
                () -> Ops.pad(Ops.ones(2, 3), new int[][] {{1, 1}}, "edge"));
        refused(
                "pad_around: Widths must be 0 or more. Received: -1 and 1 for axis 0.",
                () -> Ops.pad(Ops.ones(2), new int[][] {{-1, 1}}, "edge"));
        refused(
                "pad_around: An axis without elements has none to make a border of. Received: (0,), axis 0.",
                () -> Ops.pad(Ops.ones(0), new int[][] {{1, 1}}, "edge"));
    }

    private static void refused(String message, Executable e) {
        assertEquals(message, assertThrows(ShapeException.class, e).getMessage());
    }
}
