package org.kerata.autodiff.ops;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpCase.Check;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.Tensors;
import org.kerata.autodiff.ops.Patching.Patches;

/** Elements moved around axes, windows, and slices whose place is a tensor. */
class SlidingTest implements OpContract {
    @Override
    public Stream<OpCase> cases() {
        Stream<OpCase> golden = new GoldenFile("sliding")
                .one("roll_flat", x -> Ops.roll(x, 5))
                .one("roll_axis", x -> Ops.roll(x, 5, 1))
                .one("roll_backwards", x -> Ops.roll(x, -2, -1))
                .one("roll_axes", x -> Ops.roll(x, new int[] {1, -1}, new int[] {0, 2}))
                .one("extract_sequences", x -> Ops.extractSequences(x, 4, 3))
                .one("extract_sequences_dense", x -> Ops.extractSequences(x, 3, 3))
                .one("rot90_once", x -> Ops.rot90(x, 1))
                .one("rot90_twice", x -> Ops.rot90(x, 2))
                .one("rot90_thrice", x -> Ops.rot90(x, 3))
                .one("rot90_round", x -> Ops.rot90(x, 4))
                .one("rot90_back", x -> Ops.rot90(x, -1))
                .one("rot90_axes", x -> Ops.rot90(x, 1, 2, 0))
                .one("flipud", Ops::flipud)
                .one("fliplr", Ops::fliplr)
                .one("moveaxis", x -> Ops.moveaxis(x, 0, -1))
                .one("moveaxis_two", x -> Ops.moveaxis(x, new int[] {0, -1}, new int[] {-1, 0}))
                .one("extract_patches", x -> Ops.extractPatches(x, 3))
                .one(
                        "extract_patches_strided",
                        x -> Ops.extractPatches(x, Patches.of(2, 3).strides(2, 1)))
                .one(
                        "extract_patches_same",
                        x -> Ops.extractPatches(
                                x, Patches.of(3, 2).strides(2, 2).padding(Padding.SAME)))
                .one(
                        "extract_patches_same_one",
                        x -> Ops.extractPatches(x, Patches.of(2, 3).strides(1).padding(Padding.SAME)))
                .one(
                        "extract_patches_dilated",
                        x -> Ops.extractPatches(x, Patches.of(2, 2).strides(1).dilation(2)))
                .two("slice", (x, s) -> Ops.slice(x, s, 2, 3))
                .two("slice_end", (x, s) -> Ops.slice(x, s, 1, 2, 2))
                .with("slice_update", in -> List.of(Ops.sliceUpdate(in.get(0), in.get(1), in.get(2))))
                .one("rearrange_apart", x -> Ops.rearrange(x, "b (h w) c -> w b (c h)", Map.of("h", 2)))
                .one("rearrange_together", x -> Ops.rearrange(x, "b h w c -> (b w) (h c)"))
                .one("space_to_depth", x -> Ops.spaceToDepth(x, 2))
                .one("depth_to_space", x -> Ops.depthToSpace(x, 2))
                .one("view_int", x -> Ops.view(x, DType.INT32))
                .one("view_real", x -> Ops.view(x, DType.FLOAT32))
                // In double precision there are other bits.
                .skip("view_int", Check.FAST, Check.DIFFERENCES)
                // A place that is stretched or sliced is another one.
                .skip("slice_end", Check.VIEWS)
                .skip("slice_update_end", Check.VIEWS)
                .cases();
        return Stream.concat(golden, more());
    }

    private static Stream<OpCase> more() {
        Tensor x = Tensors.normal(1, 65, 63, 127);
        return Stream.of(
                OpCase.big("roll columns", in -> List.of(Ops.roll(in.get(0), 5, 2)), x),
                OpCase.big(
                        "a slice at a place",
                        in -> List.of(Ops.slice(in.get(0), in.get(1), 30, 63, 100)),
                        x,
                        Tensor.of(new int[] {7, 0, 20})),
                OpCase.of(
                                "a slice to nothing",
                                in -> List.of(Ops.slice(in.get(0), in.get(1), 0, 2)),
                                Tensors.normal(2, 3, 2),
                                Tensor.of(new int[] {1, 0}))
                        .without(Check.VIEWS),
                OpCase.of(
                        "the same place updated twice",
                        in -> List.of(Ops.square(Ops.sliceUpdate(
                                Ops.sliceUpdate(in.get(0), in.get(2), in.get(1)),
                                in.get(2),
                                in.get(1).times(3)))),
                        Tensors.normal(3, 4, 3),
                        Tensors.normal(4, 2, 2),
                        Tensor.of(new long[] {1, 1})));
    }
}
