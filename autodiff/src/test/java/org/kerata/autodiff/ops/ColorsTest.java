package org.kerata.autodiff.ops;

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
import org.kerata.autodiff.harness.OpCase.Check;
import org.kerata.autodiff.harness.OpContract;

/** Colours of images. */
class ColorsTest implements OpContract {
    @Override
    public Stream<OpCase> cases() {
        return new GoldenFile("colors")
                .one("grayscale", Ops::rgbToGrayscale)
                .one("grayscale_first", x -> Ops.rgbToGrayscale(x, DataFormat.CHANNELS_FIRST))
                .one("hsv", Ops::rgbToHsv)
                .one("hsv_first", x -> Ops.rgbToHsv(x, DataFormat.CHANNELS_FIRST))
                .one("rgb", Ops::hsvToRgb)
                .one("rgb_first", x -> Ops.hsvToRgb(x, DataFormat.CHANNELS_FIRST))
                // Equal colours, where the derivative jumps; and what counts as zero depends on the precision.
                .skip("hsv_special", Check.DIFFERENCES, Check.FAST, Check.VIEWS)
                // One row stretched to all has equal colours.
                .skip("hsv_first", Check.VIEWS)
                .skip("grayscale_whole", Check.DIFFERENCES)
                .cases();
    }

    @Test
    void saysWhatIsWrong() {
        refused(
                "rgb_to_grayscale: Images must have 3 channels, or 1 already. Received: (4, 5, 2).",
                () -> Ops.rgbToGrayscale(Ops.ones(4, 5, 2)));
        refused("rgb_to_hsv: Images must have 3 channels. Received: (4, 5, 4).", () -> Ops.rgbToHsv(Ops.ones(4, 5, 4)));
        refused(
                "hsv_to_rgb: Images must have 3 axes (height, width, channels), or 4 with the batch. Received: (5, 3).",
                () -> Ops.hsvToRgb(Ops.ones(5, 3)));
        refused(
                "rgb_to_hsv: The input must be of a floating-point type. Received: int32 (1, 1, 3). Put a cast before it.",
                () -> Ops.rgbToHsv(Tensor.of(new int[] {1, 2, 3}, 1, 1, 3)));
    }

    private static void refused(String message, Executable e) {
        assertEquals(message, assertThrows(ShapeException.class, e).getMessage());
    }
}
