package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;

/** Ops that find, move and place elements: what they say about what does not fit, and those whose result's shape depends on values. */
class PlaceErrorsTest {
    private static final Tensor X = Ops.ones(3, 4);

    @Test
    void indicesOutOfRangeAreNamed() {
        failed(
                "scatter: index [4] in row 1 is out of range: axis 0 of shape (4,) has length 4.",
                () -> Ops.scatter(Tensor.of(new int[][] {{0}, {4}}), Ops.ones(2), 4)
                        .floats());
        failed(
                "scatter_update: index [1, -5] in row 0 is out of range: axis 1 of shape (3, 4) has length 4.",
                () -> Ops.scatterUpdate(X, Tensor.of(new int[][] {{1, -5}}), Ops.ones(1))
                        .floats());
        failed(
                "scatter_update: index [2] in row 1 is out of range: axis 0 of shape (2, 4) has length 2.",
                () -> Ops.segmentMax(X, ints(0, 2, 1), 2).floats());
        failed(
                "slice: a part of shape (2, 2) at [2, 0] does not lie within shape (3, 4): axis 0 takes places 0 to 1.",
                () -> Ops.slice(X, ints(2, 0), 2, 2).floats());
    }

    @Test
    void shapesThatDoNotFit() {
        refused(
                "scatter: For indices (2, 1) into shape (4, 3) the values must have shape (2, 3). Received: (2,).",
                () -> Ops.scatter(Tensor.of(new int[][] {{0}, {1}}), Ops.ones(2), 4, 3));
        refused(
                "scatter: The last axis of the indices names a place in the first axes of shape (4,), so it must be at most 1. Received: "
                        + "indices (1, 2).",
                () -> Ops.scatter(Tensor.of(new int[][] {{0, 1}}), Ops.ones(1), 4));
        refused(
                "segment_sum: Each row needs an id, int32 or int64. Received: rows (3, 4) and ids int32 (2,).",
                () -> Ops.segmentSum(X, ints(0, 1), 2));
        refused(
                "slice_at: The place must be int32 or int64 of shape (2,), an index for each axis of shape (3, 4). Received: int32 (1,).",
                () -> Ops.slice(X, ints(1), 2, 2));
        refused(
                "slice_update: The part must fit into shape (3, 4). Received: (4, 1).",
                () -> Ops.sliceUpdate(X, ints(0, 0), Ops.ones(4, 1)));
        refused(
                "repeat: Axis 1 of shape (3, 4) needs 4 counts of 0 or more, one for each place. Received: [1, 2].",
                () -> Ops.repeat(X, new int[] {1, 2}, 1));
        refused(
                "extract_sequences: A window of 5 does not fit into an axis of length 4.",
                () -> Ops.extractSequences(X, 5, 1));
        refused(
                "extract_patches: Images must have 3 axes (height, width, channels), or 4 with the batch. Received: (3, 4).",
                () -> Ops.extractPatches(X, 2));
        refused(
                "Patches are padded \"valid\" or \"same\". Received: CAUSAL.",
                () -> Patching.Patches.of(2, 2).padding(Padding.CAUSAL));
        refused(
                "moveaxis: No axis may be named twice. Received: [0, 0] to [1, 0] for shape (3, 4).",
                () -> Ops.moveaxis(X, new int[] {0, 0}, new int[] {1, 0}));
        refused(
                "view: Both types must take the same number of bytes. Received: float32 (4) and int64 (8).",
                () -> Ops.view(X, DType.INT64));
        refused(
                "diag: The input must be a vector or a matrix. Received: shape (1, 3, 4). For a batch of matrices, use diagonal.",
                () -> Ops.diag(Ops.ones(1, 3, 4)));
        refused("rot90: The two axes must differ. Received: 1 and -1.", () -> Ops.rot90(X, 1, 1, -1));
        refused("rearrange: both sides of \"a b -> a\" must have the same names.", () -> Ops.rearrange(X, "a b -> a"));
        refused(
                "rearrange: \"a [b] -> b a\" may hold names, and names in one pair of parentheses. Received: \"[b]\".",
                () -> Ops.rearrange(X, "a [b] -> b a"));
        refused("rearrange: \"a a -> a\" names \"a\" twice on one side.", () -> Ops.rearrange(X, "a a -> a"));
        refused(
                "rearrange: Of axis 1 both \"b\" and \"c\" are open. Give the length of one.",
                () -> Ops.rearrange(X, "a (b c) -> a b c"));
        refused(
                "rearrange: Axis 1 of shape (3, 4) cannot be divided into parts of \"b\", 3.",
                () -> Ops.rearrange(X, "a (b c) -> a b c", Map.of("b", 3)));
        refused(
                "rearrange: Axis 0 of shape (3, 4) is longer than its parts [a] make it.",
                () -> Ops.rearrange(X, "a b -> b a", Map.of("a", 1)));
        refused(
                "rearrange: The pattern is about 3 axes. Received: shape (3, 4).",
                () -> Ops.rearrange(X, "a b c -> c b a"));
        refused(
                "rearrange: there is a length for \"d\", which \"a b -> b a\" does not name.",
                () -> Ops.rearrange(X, "a b -> b a", Map.of("d", 1)));
        refused(
                "cdist: both must have rows, so 2 axes or more. Received: shapes (3,) and (3, 4).",
                () -> Ops.cdist(Ops.ones(3), X));
        refused(
                "select: Each condition needs a choice. Received: 1 conditions and 2 choices.",
                () -> Ops.select(List.of(X), List.of(X, X), 0));
        refused(
                "roll: each axis needs a shift. Received: 1 shifts and 2 axes.",
                () -> Ops.roll(X, new int[] {1}, new int[] {0, 1}));
    }

    @Test
    void settings() {
        misused("arange: the step must not be 0.0.", () -> Ops.arange(0, 1, 0.0));
        misused("linspace: the number of elements must be 0 or more. Received: -1.", () -> Ops.linspace(0, 1, -1));
        misused(
                "geomspace: both ends must be above 0, or both below. Received: -1.0 and 2.0.",
                () -> Ops.geomspace(-1, 2, 3, true));
        misused(
                "meshgrid: the indexing must be \"xy\" or \"ij\". Received: \"yx\".",
                () -> Ops.meshgrid(List.of(X), "yx"));
    }

    @Test
    void nonzeroIsFoundOutsideOfPrograms() {
        List<Tensor> at = Ops.nonzero(Tensor.of(new int[][] {{0, 3, 0}, {-1, 0, 2}}));
        assertArrayEquals(new int[] {0, 1, 1}, at.get(0).ints());
        assertArrayEquals(new int[] {1, 0, 2}, at.get(1).ints());
        assertEquals(1, Ops.where(Tensor.of(new boolean[] {false, true})).get(0).ints()[0]);
        assertEquals(0, Ops.nonzero(Ops.zeros(3)).get(0).size());
        failed(
                "nonzero: how many elements it finds depends on values, which a program does not have. Use where(condition, a, b), which "
                        + "keeps the shape, or find them before the program runs.",
                () -> Compiled.of(x -> Ops.nonzero(x).get(0)).run(X));
    }

    private static void refused(String message, Executable e) {
        assertEquals(message, assertThrows(ShapeException.class, e).getMessage());
    }

    private static void misused(String message, Executable e) {
        assertEquals(message, assertThrows(ConfigException.class, e).getMessage());
    }

    private static void failed(String message, Executable e) {
        assertEquals(message, assertThrows(KerataException.class, e).getMessage());
    }

    private static Tensor ints(int... v) {
        return Tensor.of(v);
    }
}
