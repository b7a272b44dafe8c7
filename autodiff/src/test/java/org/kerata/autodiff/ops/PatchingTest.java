package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
import org.kerata.autodiff.ops.Patching.Blocks;
import org.kerata.autodiff.ops.Patching.Patches;

/** Windows of images and volumes; those of images with the channels last are in {@link SlidingTest}. */
class PatchingTest implements OpContract {
    @Override
    public Stream<OpCase> cases() {
        GoldenFile golden = new GoldenFile("blocks");
        both(golden, "", 5, Blocks.of(2));
        both(golden, "_strided", 4, Blocks.of(2, 3).stride(2, 1));
        both(golden, "_padded", 5, Blocks.of(3).padding(1, 2).stride(2));
        both(golden, "_dilated", 5, Blocks.of(2, 2).dilation(1, 2));
        return golden.one("patches_3d", x -> Ops.extractPatches3d(x, Patches.of(2, 2, 3)))
                .one(
                        "patches_3d_same",
                        x -> Ops.extractPatches3d(
                                x, Patches.of(2, 3, 2).strides(2, 1, 3).padding(Padding.SAME)))
                .one(
                        "patches_3d_dilated",
                        x -> Ops.extractPatches3d(
                                x, Patches.of(2, 2, 2).strides(1).dilation(1, 2, 1)))
                .one("patches_3d_single", x -> Ops.extractPatches3d(x, 2))
                .one("patches_3d_first", x -> Ops.extractPatches3d(x, Patches.of(2, 2, 2), DataFormat.CHANNELS_FIRST))
                .one("patches_first", x -> Ops.extractPatches(x, Patches.of(2, 3), DataFormat.CHANNELS_FIRST))
                .one("patches_single", x -> Ops.extractPatches(x, 2))
                .cases();
    }

    private static void both(GoldenFile golden, String name, int height, Blocks how) {
        golden.one("unfold" + name, x -> Ops.unfold(x, how)).one("fold" + name, x -> Ops.fold(x, height, 7, how));
    }

    /** Where no window overlaps another, folding gives back the image; what no window reaches is 0. */
    @Test
    void windowsSideBySideMakeTheImageAgain() {
        Tensor x = Tensors.normal(1, 2, 3, 4, 6);
        Blocks how = Blocks.of(2, 3).stride(2, 3);
        assertArrayEquals(x.floats(), Ops.fold(Ops.unfold(x, how), 4, 6, how).floats());
        Tensor wide = Ops.pad(x, new int[][] {{0, 0}, {0, 0}, {0, 1}, {0, 2}}, 7);
        Tensor zeros = Ops.pad(x, new int[][] {{0, 0}, {0, 0}, {0, 1}, {0, 2}}, 0);
        assertArrayEquals(
                zeros.floats(), Ops.fold(Ops.unfold(wide, how), 5, 8, how).floats());
    }

    @Test
    void saysWhatIsWrong() {
        refused(
                "unfold: Images must have 4 axes (n, channels, height, width). Received: (3, 4, 5).",
                () -> Ops.unfold(Ops.ones(3, 4, 5), Blocks.of(2)));
        refused(
                "fold: Windows of images of 4 by 5 must have shape (n, channels · 4, 12). Received: (1, 4, 10).",
                () -> Ops.fold(Ops.ones(1, 4, 10), 4, 5, Blocks.of(2)));
        refused(
                "One number is needed, or one for each of the two axes. Received: [1, 2, 3].",
                () -> Blocks.of(1, 2, 3));
        refused(
                "The padding must not be negative. Received: [-1, -1].",
                () -> Blocks.of(2).padding(-1));
        refused(
                "The strides must be at least 1. Received: [0, 0].",
                () -> Patches.of(2, 2).strides(0));
        refused(
                "Patches of 2 axes need as many dilations, or one. Received: [1, 2, 3].",
                () -> Patches.of(2, 2).dilation(1, 2, 3));
        refused(
                "extract_patches: Volumes must have 4 axes (depth, height, width, channels), or 5 with the batch. Received: (3, 4).",
                () -> Ops.extractPatches3d(Ops.ones(3, 4), 2));
        refused(
                "Channels first, there must be an axis of channels before the 2 spatial ones. Received: shape (3, 4).",
                () -> Ops.extractPatches(Ops.ones(3, 4), Patches.of(2, 2), DataFormat.CHANNELS_FIRST));
    }

    private static void refused(String message, Executable e) {
        assertEquals(message, assertThrows(ShapeException.class, e).getMessage());
    }
}
