package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.Tensors;

class RowNormalizationsTest implements OpContract {
    @Override
    public Stream<OpCase> cases() {
        Stream<OpCase> golden = new GoldenFile("row_normalizations")
                .with("layer_normalization", in -> List.of(layer(in, -1)))
                .with(
                        "layer_normalization_plain",
                        in -> List.of(Ops.layerNormalization(in.get(0), null, null, new int[] {-1}, 1e-3)))
                .with("layer_normalization_two_axes", in -> List.of(layer(in, 2, 1)))
                .with("layer_normalization_axis_1", in -> List.of(layer(in, 1)))
                .with("layer_normalization_apart", in -> List.of(layer(in, 1, 3)))
                .with("rms_normalization", in -> List.of(Ops.rmsNormalization(in.get(0), in.get(1), 1e-6)))
                .with(
                        "rms_normalization_plain",
                        in -> List.of(Ops.rmsNormalization(in.get(0), null, new int[] {-1}, 1e-6)))
                .with(
                        "rms_normalization_axis_1",
                        in -> List.of(Ops.rmsNormalization(in.get(0), Ops.ravel(in.get(1)), new int[] {1}, 1e-6)))
                .but("layer_normalization", RowNormalizationsTest::loose)
                .but("layer_normalization_rank_2", RowNormalizationsTest::loose)
                .cases();
        return Stream.concat(
                golden,
                Stream.of(
                        OpCase.big(
                                        "layer norm of rows",
                                        in -> List.of(layer(in, -1)),
                                        normal(1, 257, 33, 64),
                                        row(2, 64),
                                        row(3, 64))
                                .within(5e-5),
                        OpCase.big(
                                        "layer norm with statistics",
                                        in -> RowNormalizations.LAYER_NORM.apply(
                                                new RowNormalizations.RowNorm(1e-3), in),
                                        normal(4, 1301, 257),
                                        row(5, 257),
                                        row(6, 257))
                                .within(5e-5),
                        OpCase.big(
                                        "layer norm far from zero",
                                        in -> List.of(layer(in, -1)),
                                        normal(7, 3001, 100).times(3).plus(100),
                                        row(8, 100),
                                        row(9, 100))
                                .within(2e-4),
                        OpCase.big(
                                        "layer norm of three rows",
                                        in -> List.of(layer(in, -1)),
                                        normal(10, 3, 70001),
                                        row(11, 70001),
                                        row(12, 70001))
                                .within(5e-5),
                        OpCase.of(
                                        "layer norm of equal elements",
                                        in -> List.of(layer(in, -1)),
                                        Ops.ones(4, 5),
                                        row(13, 5),
                                        row(14, 5))
                                .within(1e-3),
                        OpCase.big(
                                        "rms norm of rows",
                                        in -> List.of(Ops.rmsNormalization(in.get(0), in.get(1), 1e-6)),
                                        normal(15, 257, 33, 64),
                                        row(16, 64))
                                .within(5e-5),
                        OpCase.of(
                                "rms norm with mean squares",
                                in -> RowNormalizations.RMS_NORM.apply(new RowNormalizations.RowNorm(1e-6), in),
                                normal(17, 4, 5),
                                row(18, 5)),
                        OpCase.of(
                                "group norm",
                                in -> List.of(group(in, 3)),
                                normal(19, 3, 4, 2, 6),
                                row(20, 6),
                                row(21, 6)),
                        OpCase.of(
                                "group norm of rows",
                                in -> List.of(group(in, 2)),
                                normal(22, 3, 8),
                                row(23, 8),
                                row(24, 8)),
                        OpCase.big(
                                        "group norm of images",
                                        in -> List.of(group(in, 8)),
                                        normal(25, 33, 17, 15, 32),
                                        row(26, 32),
                                        row(27, 32))
                                .within(5e-5)));
    }

    private static OpCase loose(OpCase c) {
        return c.within(3e-5);
    }

    private static Tensor layer(List<Tensor> in, int... axes) {
        return Ops.layerNormalization(in.get(0), in.get(1), in.get(2), axes, 1e-3);
    }

    private static Tensor group(List<Tensor> in, int groups) {
        return Ops.groupNormalization(in.get(0), in.get(1), in.get(2), groups, 1e-3);
    }

    private static Tensor normal(long seed, long... shape) {
        return Tensors.normal(seed, shape);
    }

    private static Tensor row(long seed, long n) {
        return Tensors.uniform(seed, 0.5, 1.5, n);
    }

    @Test
    void namesTheShapesThatDoNotFit() {
        Tensor x = Ops.ones(2, 6);
        assertError(
                () -> Ops.layerNormalization(x, Ops.ones(5), Ops.ones(6), 1e-3),
                "layer_normalization: Scale and offset must be float32 (6,), one entry for each element of a row of (2, 6)."
                        + " Received: float32 (5,).");
        assertError(
                () -> Ops.groupNormalization(x, Ops.ones(6), Ops.ones(6), 4, 1e-3),
                "group_normalization: The input must have a batch axis and channels that can be put into 4 groups of one size."
                        + " Received: (2, 6).");
        assertError(
                () -> Ops.layerNormalization(x, null, null, new int[] {1, -1}, 1e-3),
                "Normalisation: the axes must differ. Received: [1, -1].");
        assertError(
                () -> Ops.layerNormalization(x, null, null, new int[0], 1e-3),
                "Normalisation needs an axis. Received none.");
        assertError(
                () -> Ops.rmsNormalization(Ops.zeros(3).cast("int32"), null, new int[] {0}, 1e-3),
                "rms_normalization: The input must be of a floating-point type. Received: int32 (3,). Put a cast before it.");
        assertEquals(
                Shape.of(2, 6),
                Ops.layerNormalization(x, null, null, new int[] {0, 1}, 1e-3).shape());
    }

    private static void assertError(org.junit.jupiter.api.function.Executable code, String message) {
        assertEquals(message, assertThrows(ShapeException.class, code).getMessage());
    }
}
