package org.kerata.autodiff.ops;

import java.util.List;
import java.util.stream.Stream;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpCase.Check;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.Tensors;

/** Elements put at indices, rows by segment, and the lookups that count in row-major order. */
class ScattersTest implements OpContract {
    @Override
    public Stream<OpCase> cases() {
        GoldenFile golden = new GoldenFile("scatters")
                .two("scatter", (i, v) -> Ops.scatter(i, v, 5))
                .two("scatter_rows", (i, v) -> Ops.scatter(i, v, 4, 3))
                .two("scatter_places", (i, v) -> Ops.scatter(i, v, 3, 4, 2))
                .two("scatter_int", (i, v) -> Ops.scatter(i, v, 4))
                .with("update", in -> List.of(Ops.scatterUpdate(in.get(0), in.get(1), in.get(2))))
                .two("segment_sum", (x, i) -> Ops.segmentSum(x, i, 5))
                .two("segment_max", (x, i) -> Ops.segmentMax(x, i, 5))
                .two("segment_min", (x, i) -> Ops.segmentMin(x, i, 5))
                .two("segment_prod", (x, i) -> Ops.segmentProd(x, i, 5))
                // Infinite where there are no rows.
                .skip("segment_max", Check.DIFFERENCES)
                .skip("segment_min", Check.DIFFERENCES)
                .two("take_flat", Ops::take)
                .two("take_along_flat", Ops::takeAlongAxis)
                .one("repeat_flat", x -> Ops.repeat(x, 2))
                .one("repeat_counts", x -> Ops.repeat(x, new int[] {2, 0, 3}, 1))
                .one("multi_hot", i -> Ops.multiHot(i, 5))
                .one("multi_hot_vector", i -> Ops.multiHot(i, 4))
                .with("unravel_index", in -> Ops.unravelIndex(in.get(0), 3, 4, 5));
        for (Scatters.Meeting how : Scatters.Meeting.values()) {
            golden.with(
                    "update_" + how.name().toLowerCase(java.util.Locale.ROOT),
                    in -> List.of(Ops.scatterUpdate(in.get(0), in.get(1), in.get(2), how)));
        }
        return Stream.concat(golden.cases(), more());
    }

    /** What Keras on JAX cannot differentiate: places named twice, ties, zeros among factors. */
    private static Stream<OpCase> more() {
        Tensor twice = Tensor.of(new int[][] {{1}, {3}, {1}, {-1}, {0}});
        Tensor ids = Tensor.of(new int[] {2, 0, 2, -1, 0, 2});
        return Stream.of(
                OpCase.of(
                        "the last of several stays",
                        in -> List.of(Ops.square(Ops.scatterUpdate(in.get(0), twice, in.get(1)))),
                        Tensors.normal(1, 4, 2),
                        Tensors.normal(2, 5, 2)),
                OpCase.of(
                        "several maxima",
                        in -> List.of(Ops.square(Ops.scatterUpdate(in.get(0), twice, in.get(1), Scatters.Meeting.MAX))),
                        Tensors.distinct(3, 4, 2),
                        Tensors.uniform(4, -2, 2, 5, 2)),
                OpCase.of(
                        "several minima",
                        in -> List.of(Ops.square(Ops.scatterUpdate(in.get(0), twice, in.get(1), Scatters.Meeting.MIN))),
                        Tensors.distinct(5, 4, 2),
                        Tensors.uniform(6, -2, 2, 5, 2)),
                OpCase.of(
                        "several factors",
                        in -> List.of(Ops.scatterUpdate(in.get(0), twice, in.get(1), Scatters.Meeting.MUL)),
                        Tensors.normal(7, 4, 2),
                        Tensors.normal(8, 5, 2)),
                OpCase.of(
                        "products of segments",
                        in -> List.of(Ops.segmentProd(in.get(0), ids, 3)),
                        Tensors.normal(9, 6, 2)),
                OpCase.of(
                        "maxima of segments",
                        in -> List.of(Ops.square(Ops.get(Ops.segmentMax(in.get(0), ids, 3), 2))),
                        Tensors.distinct(10, 6, 2)),
                OpCase.of(
                        "the same element looked up twice",
                        in -> List.of(Ops.square(Ops.takeAlongAxis(in.get(0), in.get(1), 1))),
                        Tensors.normal(11, 2, 3),
                        Tensor.of(new int[][] {{0, 0, 2}, {1, 1, 1}})),
                OpCase.of(
                        "nothing scattered",
                        in -> List.of(Ops.scatter(in.get(1), in.get(0), 3, 2)),
                        Tensors.normal(12, 0, 2),
                        Tensor.of(new int[0], 0, 1)),
                OpCase.big(
                        "rows added to a table",
                        in -> List.of(Ops.segmentSum(in.get(0), in.get(1), 64)),
                        Tensors.normal(13, 6581, 65),
                        Tensors.below(14, 64, 6581)));
    }
}
