package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Engine;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpCase.Check;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.OpHarness;
import org.kerata.autodiff.harness.Tensors;

class SortingTest implements OpContract {
    @Override
    public Stream<OpCase> cases() {
        GoldenFile golden = new GoldenFile("sorting");
        for (int axis = -1; axis < 2; axis++) {
            int a = axis;
            golden.one("sort_" + a, x -> Ops.sort(x, a)).one("argsort_" + a, x -> Ops.argsort(x, a));
        }
        golden.with("top_k_3", in -> Ops.topK(in.get(0), 3))
                .two("in_top_k_2", (t, x) -> Ops.inTopK(t, x, 2))
                .two("in_top_k_1", (t, x) -> Ops.inTopK(t, x, 1))
                .two("searchsorted_left", Ops::searchsorted)
                .two("searchsorted_right", (s, v) -> Ops.searchsorted(s, v, true))
                .two("digitize", Ops::digitize)
                .two("isin", Ops::isIn)
                .two("isin_not", (x, y) -> Ops.isIn(x, y, true))
                .with("unique_5", in -> Ops.unique(in.get(0), 5, -9))
                .one("unique_2", x -> Ops.unique(x, 2, 0).get(0))
                .skip("sort_-1_ties", Check.DIFFERENCES)
                .skip("top_k_3_ties", Check.DIFFERENCES)
                .skip("unique_5", Check.DIFFERENCES);
        return Stream.concat(golden.cases(), more());
    }

    private static Stream<OpCase> more() {
        return Stream.of(
                OpCase.of(
                        "more of the largest than are kept by insertion",
                        in -> Ops.topK(in.get(0), 70),
                        Tensors.distinct(1, 3, 101)),
                OpCase.of("room for more different ones", in -> Ops.unique(in.get(0), 9, 5), Tensors.distinct(7, 2, 3)),
                OpCase.of("too little room", in -> Ops.unique(in.get(0), 4, 5), Tensors.distinct(8, 2, 3)),
                OpCase.of("all in order", in -> Ops.topK(in.get(0), 9), Tensors.distinct(2, 2, 9)),
                OpCase.of("nothing in order", in -> List.of(Ops.sort(in.get(0), 0)), Tensors.normal(3, 0, 3)));
    }

    @Test
    void longLinesStayStable() {
        double[] v = Tensors.below(4, 50, 1000).doubles();
        int[] order = Ops.argsort(Tensors.below(4, 50, 1000), 0).ints();
        for (int i = 1; i < order.length; i++) {
            double before = v[order[i - 1]];
            double after = v[order[i]];
            assertTrue(before < after || (before == after && order[i - 1] < order[i]), "at " + i);
        }
        int[] places = order.clone();
        Arrays.sort(places);
        for (int i = 0; i < places.length; i++) {
            assertEquals(i, places[i]);
        }
    }

    @Test
    void largestAreThoseOfASort() {
        Tensor x = Tensors.below(5, 30, 7, 200);
        int[] few = Ops.topK(x, 64).get(1).ints();
        int[] many = Ops.topK(x, 65).get(1).ints();
        for (int r = 0; r < 7; r++) {
            for (int k = 0; k < 64; k++) {
                assertEquals(many[r * 65 + k], few[r * 64 + k], "row " + r + ", place " + k);
            }
        }
    }

    @Test
    void partitionsAreOnBothSidesOfTheirElement() {
        Tensor x = Tensors.distinct(6, 3, 11);
        Tensor parted = Ops.takeAlongAxis(x, Ops.argpartition(x, 4, -1), -1);
        float[][] v = parted.floats2();
        for (float[] row : v) {
            for (int i = 0; i < row.length; i++) {
                assertTrue(i < 4 ? row[i] < row[4] : row[i] >= row[4]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void differentElementsAreFoundOutsideOfPrograms(Engine.Kernels kernels) {
        OpHarness.under(kernels, 1, () -> {
            assertArrayEquals(
                    new int[] {1, 3, 7},
                    Ops.unique(Tensor.of(new int[][] {{3, 1}, {7, 3}})).ints());
            assertEquals(0, Ops.unique(Ops.ones(0)).size());
            return null;
        });
        assertEquals(
                "unique: how many elements it finds depends on values, which a program does not have. Use unique(x, size, fill), which"
                        + " makes room for a number of them, or find them before the program runs.",
                assertThrows(
                                KerataException.class,
                                () -> Compiled.of(x -> Ops.unique(x)).run(Ops.ones(3)))
                        .getMessage());
    }

    @Test
    void saysWhatIsWrong() {
        refused(
                "top_indices: k must be from 1 to the length of the last axis. Received: k = 4 for shape (2, 3).",
                () -> Sorting.TOP_INDICES.apply(new Sorting.Top(4), Ops.ones(2, 3)));
        refused(
                "top_k: k must be from 1 to the length of the last axis. Received: k = 0 for shape (2, 3).",
                () -> Ops.topK(Ops.ones(2, 3), 0));
        refused(
                "in_top_k: Targets must have the shape of the predictions without the last axis. Received: targets (3,) and predictions"
                        + " (2, 3).",
                () -> Ops.inTopK(Tensor.of(new int[] {1, 2, 0}), Ops.ones(2, 3), 1));
        refused(
                "in_top_k: Targets must be int32 or int64. Received: float32 (2,). Put a cast before them.",
                () -> Ops.inTopK(Ops.ones(2), Ops.ones(2, 3), 1));
        refused(
                "searchsorted: The sorted sequence must be a vector. Received: float32 (2, 2).",
                () -> Ops.searchsorted(Ops.ones(2, 2), Ops.ones(3)));
        refused(
                "digitize: The bounds must be a vector. Received: float32 (2, 2).",
                () -> Ops.digitize(Ops.ones(3), Ops.ones(2, 2)));
        assertEquals(
                "argpartition: there is no place 3 on an axis of length 3. Received: shape (3,).",
                assertThrows(ConfigException.class, () -> Ops.argpartition(Ops.ones(3), 3, 0))
                        .getMessage());
    }

    private static void refused(String message, Executable e) {
        assertEquals(message, assertThrows(ShapeException.class, e).getMessage());
    }
}
