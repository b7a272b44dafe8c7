package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.kerata.autodiff.harness.OpCase.Check.DIFFERENCES;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.Tensors;
import org.kerata.autodiff.ops.Pooling.Pool;

class PoolingTest implements OpContract {
    @Override
    public Stream<OpCase> cases() {
        GoldenFile golden = new GoldenFile("pooling");
        both(golden, "1d", new Pool(List.of(2), List.of(2), Padding.VALID));
        both(golden, "2d", new Pool(List.of(2, 2), List.of(2, 2), Padding.VALID));
        both(golden, "2d_overlap", new Pool(List.of(3, 2), List.of(1, 1), Padding.VALID));
        both(golden, "2d_same", new Pool(List.of(3, 3), List.of(2, 2), Padding.SAME));
        both(golden, "2d_same_overlap", new Pool(List.of(3, 4), List.of(1, 2), Padding.SAME));
        both(golden, "3d", new Pool(List.of(2, 2, 3), List.of(2, 2, 2), Padding.SAME));
        golden.one("max_ties", x -> Ops.maxPool(x, new Pool(List.of(2, 2), List.of(2, 2), Padding.VALID)))
                .skip("max_ties", DIFFERENCES);
        GoldenFile more = new GoldenFile("pooling_more");
        both(more, "1d_same", new Pool(List.of(3), List.of(2), Padding.SAME));
        both(more, "1d_overlap", new Pool(List.of(4), List.of(1), Padding.VALID));
        both(more, "3d_overlap", new Pool(List.of(2, 3, 2), List.of(1, 2, 1), Padding.VALID));
        adaptive(more, "1d", 3);
        adaptive(more, "1d_even", 4);
        adaptive(more, "1d_more", 5);
        adaptive(more, "1d_one", 1);
        adaptive(more, "2d", 3, 2);
        adaptive(more, "2d_mixed", 3, 5);
        adaptive(more, "2d_even", 3, 2);
        adaptive(more, "3d", 2, 4, 3);
        return Stream.concat(
                Stream.concat(golden.cases(), more.cases()),
                Stream.of(
                        OpCase.big(
                                "adaptive pools, even",
                                in -> adaptive(in.get(0), 7, 5),
                                Tensors.distinct(9, 17, 28, 20, 12)),
                        OpCase.big(
                                "adaptive pools", in -> adaptive(in.get(0), 7, 4), Tensors.distinct(10, 9, 24, 23, 7)),
                        OpCase.of(
                                "adaptive pools of no images",
                                in -> adaptive(in.get(0), 3, 2),
                                Tensors.normal(11, 0, 5, 4, 3)),
                        big(
                                "2 × 2",
                                new Pool(List.of(2, 2), List.of(2, 2), Padding.VALID),
                                Tensors.distinct(1, 17, 30, 28, 32)),
                        big(
                                "2 × 2, odd",
                                new Pool(List.of(2, 2), List.of(2, 2), Padding.VALID),
                                Tensors.distinct(2, 17, 29, 31, 32)),
                        big(
                                "3 × 3, overlapping, padded",
                                new Pool(List.of(3, 3), List.of(2, 2), Padding.SAME),
                                Tensors.distinct(3, 17, 29, 31, 32)),
                        big(
                                "one image",
                                new Pool(List.of(2, 2), List.of(2, 2), Padding.SAME),
                                Tensors.distinct(4, 1, 131, 129, 28)),
                        big("1-D", new Pool(List.of(3), List.of(2), Padding.SAME), Tensors.distinct(5, 17, 1001, 25)),
                        big(
                                "3-D",
                                new Pool(List.of(2, 2, 2), List.of(2, 2, 2), Padding.SAME),
                                Tensors.distinct(6, 9, 15, 13, 17, 15)),
                        OpCase.of(
                                "squares of pools",
                                in -> pools(in.get(0), new Pool(List.of(3, 2), List.of(2, 1), Padding.SAME)).stream()
                                        .map(Ops::square)
                                        .toList(),
                                Tensors.distinct(8, 2, 5, 4, 3)),
                        OpCase.of(
                                "pools of no images",
                                in -> pools(in.get(0), new Pool(List.of(2, 2), List.of(2, 2), Padding.SAME)),
                                Tensors.normal(7, 0, 4, 4, 3))));
    }

    @Test
    void refusesAdaptivePoolingThatDoesNotFit() {
        fails(
                () -> Ops.adaptiveMaxPool(Ops.ones(2, 5, 3), 0),
                "adaptive_max_pool: The output's sizes must be at least 1. Received: [0].");
        fails(
                () -> Ops.adaptiveAveragePool(Ops.ones(2, 5, 3), 2, 2),
                "adaptive_average_pool: Over 2 spatial axes, the input must have 4 axes. Received: (2, 5, 3).");
        fails(
                () -> Ops.adaptiveAveragePool(Ops.ones(2, 0, 3), 2),
                "adaptive_average_pool: There is nothing to pool. Received: (2, 0, 3).");
    }

    private static void fails(Executable code, String message) {
        assertEquals(message, assertThrows(ShapeException.class, code).getMessage());
    }

    private static void both(GoldenFile golden, String name, Pool how) {
        golden.one("max_" + name, x -> Ops.maxPool(x, how)).one("average_" + name, x -> Ops.averagePool(x, how));
    }

    private static void adaptive(GoldenFile golden, String name, int... size) {
        golden.one("adaptive_max_" + name, x -> Ops.adaptiveMaxPool(x, size))
                .one("adaptive_average_" + name, x -> Ops.adaptiveAveragePool(x, size));
    }

    private static List<Tensor> adaptive(Tensor x, int... size) {
        return List.of(Ops.adaptiveMaxPool(x, size), Ops.adaptiveAveragePool(x, size));
    }

    private static OpCase big(String name, Pool how, Tensor x) {
        return OpCase.big("pool " + name, in -> pools(in.get(0), how), x);
    }

    private static List<Tensor> pools(Tensor x, Pool how) {
        return List.of(Ops.maxPool(x, how), Ops.averagePool(x, how));
    }
}
