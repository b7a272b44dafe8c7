package org.kerata.autodiff.ops;

import java.util.List;
import java.util.stream.Stream;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.Tensors;

/** The families that move elements without changing them: shaping, structure, lookups. */
class StructureTest implements OpContract {
    @Override
    public Stream<OpCase> cases() {
        Stream<OpCase> golden = new GoldenFile("structure")
                .two("take", (x, i) -> Ops.take(x, i, 0))
                .two("take_inner", (x, i) -> Ops.take(x, i, 1))
                .two("take_along_axis", (x, i) -> Ops.takeAlongAxis(x, i, 1))
                .one("one_hot", i -> Ops.oneHot(i, 4, -1, DType.FLOAT32))
                .one("one_hot_first", i -> Ops.oneHot(i, 4, 0, DType.FLOAT32))
                .with("concatenate", in -> List.of(Ops.concatenate(in, 1)))
                .with("concatenate_last", in -> List.of(Ops.concatenate(in, -1)))
                .with("stack", in -> List.of(Ops.stack(in, 1)))
                .with("stack_last", in -> List.of(Ops.stack(in, -1)))
                .with("split", in -> Ops.split(in.get(0), 3, 1))
                .with("split_at", in -> Ops.split(in.get(0), new long[] {1, 4}, 1))
                .one("slice_strided", x -> Ops.slice(x, Slice.of(1, -1), new Slice(null, null, 2), Slice.REVERSED))
                .one("slice_backwards", x -> Ops.slice(x, new Slice(4L, 0L, -2), new Slice(-3L, null, 1)))
                .one("get", x -> x.get(-2))
                .one("pad", x -> Ops.pad(x, new int[][] {{1, 0}, {0, 2}, {3, 1}}, 0))
                .one("pad_value", x -> Ops.pad(x, new int[][] {{1, 2}, {0, 0}}, 7.5))
                .one("tile", x -> Ops.tile(x, 2, 1, 3))
                .one("repeat", x -> Ops.repeat(x, 3, 1))
                .one("flip", x -> Ops.flip(x, 0, 2))
                .one("tril", x -> Ops.tril(x, -1))
                .one("triu", x -> Ops.triu(x, 1))
                .one("transpose", x -> x.transpose(2, 0, 1))
                .one("transpose_reversed", Tensor::transpose)
                .one("swapaxes", x -> Ops.swapaxes(x, 0, 2))
                .one("reshape", x -> x.reshape(4, -1))
                .one("expand_dims", x -> Ops.expandDims(x, 1))
                .one("squeeze", x -> Ops.squeeze(x, 1))
                .one("broadcast_to", x -> Ops.broadcastTo(x, Shape.of(4, 2, 3)))
                .cases();
        return Stream.concat(golden, Stream.concat(big(), small()));
    }

    private static Stream<OpCase> big() {
        Tensor x = Tensors.normal(1, 65, 63, 127);
        return Stream.of(
                OpCase.big("transpose a matrix", in -> List.of(in.get(0).transpose()), Tensors.normal(2, 1025, 513)),
                OpCase.big("transpose inner axes", in -> List.of(in.get(0).transpose(0, 2, 1)), x),
                OpCase.big("transpose outer axes", in -> List.of(in.get(0).transpose(1, 0, 2)), x),
                OpCase.big(
                        "slice a batch",
                        in -> List.of(Ops.slice(in.get(0), Slice.of(3, -4)).times(2)),
                        x),
                OpCase.big(
                        "slice with strides",
                        in -> List.of(Ops.slice(in.get(0), Slice.of(1, -1), new Slice(null, null, 2), Slice.REVERSED)),
                        x),
                OpCase.big(
                        "concatenate channels",
                        in -> List.of(
                                Ops.concatenate(List.of(in.get(0), in.get(0).times(2)), -1)),
                        x),
                OpCase.big(
                        "concatenate batches",
                        in -> List.of(
                                Ops.concatenate(List.of(in.get(0), in.get(0).times(2)), 0)),
                        x),
                OpCase.big("split channels", in -> Ops.split(in.get(0), new long[] {13, 64}, -1), x),
                OpCase.big("pad images", in -> List.of(Ops.pad(in.get(0), new int[][] {{0, 0}, {2, 1}, {0, 3}}, 0)), x),
                OpCase.big("repeat rows", in -> List.of(Ops.repeat(in.get(0), 2, 1)), x),
                OpCase.big("tile", in -> List.of(Ops.tile(in.get(0), 2, 1, 2)), x),
                OpCase.big(
                        "take rows",
                        in -> List.of(Ops.take(in.get(0), in.get(1), 0)),
                        Tensors.normal(3, 999, 65),
                        Tensors.below(4, 999, 129, 51)),
                OpCase.of(
                        "squares of rows",
                        in -> List.of(Lookups.ROW_SQUARES.apply(new Lookups.Table(999, false), in.get(0), in.get(1))),
                        Tensors.below(5, 999, 513),
                        Tensors.normal(3, 513, 65)),
                OpCase.big(
                        "one-hot",
                        in -> List.of(Ops.oneHot(in.get(0), 1001, -1, DType.FLOAT32)),
                        Tensors.below(5, 1001, 513)));
    }

    private static Stream<OpCase> small() {
        return Stream.of(
                OpCase.of(
                        "concatenate with nothing",
                        in -> List.of(Ops.concatenate(in, 0)),
                        Tensors.normal(6, 0, 3),
                        Tensors.normal(7, 2, 3)),
                OpCase.of(
                        "slice to nothing",
                        in -> List.of(Ops.slice(in.get(0), Slice.of(2, 2))),
                        Tensors.normal(8, 3, 2)),
                OpCase.of(
                        "pad nothing",
                        in -> List.of(Ops.pad(in.get(0), new int[][] {{1, 1}, {0, 0}}, 2)),
                        Tensors.normal(9, 0, 2)),
                OpCase.of(
                        "take nothing",
                        in -> List.of(Ops.take(in.get(0), in.get(1), 0)),
                        Tensors.normal(10, 3, 2),
                        Tensors.below(11, 3, 0)),
                OpCase.of(
                        "rank 6",
                        in -> List.of(in.get(0).transpose(5, 3, 1, 0, 2, 4)),
                        Tensors.normal(12, 2, 3, 1, 2, 3, 2)),
                OpCase.of("all axes of length one", in -> List.of(Ops.squeeze(in.get(0))), Tensors.normal(13, 1, 3, 1)),
                OpCase.of(
                        "flatten",
                        in -> List.of(Ops.flatten(in.get(0)), Ops.flatten(in.get(1))),
                        Tensors.normal(14, 2, 3, 4),
                        Tensors.normal(15, 3)),
                OpCase.of(
                        "take the same row twice",
                        in -> List.of(Ops.square(Ops.take(in.get(0), in.get(1), 0))),
                        Tensors.normal(16, 3, 2),
                        Tensor.of(new int[] {1, 1, 0, 1})),
                OpCase.of(
                        "numbers of rows from the end",
                        in -> List.of(Lookups.ROW_NUMBERS.apply(new Lookups.Table(4, true), in.get(0))),
                        Tensor.of(new int[][] {{1, -1, 0}, {3, -4, 2}})),
                OpCase.of(
                        "squares of rows of which some are the same",
                        in -> List.of(Lookups.ROW_SQUARES.apply(new Lookups.Table(5, false), in.get(0), in.get(1))),
                        Tensor.of(new int[] {1, 4, 0, 1, 1}),
                        Tensors.normal(17, 5, 3)));
    }
}
