package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
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
import org.kerata.autodiff.harness.Tensors;

/** Filters of images, and how alike images are. */
class FiltersTest implements OpContract {
    private static final Filters.Similarity SMALL = new Filters.Similarity(2, 4, 0.9, 0.02, 0.05);

    @Override
    public Stream<OpCase> cases() {
        Stream<OpCase> golden = new GoldenFile("filters")
                .one("blur", Ops::gaussianBlur)
                .one("blur_first", x -> blur(x, 3, 3, 1, 1, DataFormat.CHANNELS_FIRST))
                .one("blur_wide", x -> blur(x, 5, 3, 0.7, 2, DataFormat.CHANNELS_LAST))
                .one("blur_wide_first", x -> blur(x, 5, 3, 0.7, 2, DataFormat.CHANNELS_FIRST))
                .one("blur_even", x -> blur(x, 2, 4, 1.5, 0.8, DataFormat.CHANNELS_LAST))
                .one("sobel", Ops::sobelEdges)
                .one("sobel_first", x -> Ops.sobelEdges(x, DataFormat.CHANNELS_FIRST))
                .two("psnr", (a, b) -> Ops.psnr(a, b, 3.5))
                .two("ssim", Ops::ssim)
                .two("ssim_first", (a, b) -> Ops.ssim(a, b, Filters.Similarity.DEFAULT, DataFormat.CHANNELS_FIRST))
                .two("ssim_small", (a, b) -> Ops.ssim(a, b, SMALL, DataFormat.CHANNELS_LAST))
                // Stretched to equal images, it is at its peak and has no gradient but rounding.
                .skip("psnr", Check.VIEWS)
                .cases();
        return Stream.concat(
                golden,
                Stream.of(OpCase.big(
                        "blur many", in -> List.of(Ops.gaussianBlur(in.get(0))), Tensors.normal(1, 17, 61, 53, 5))));
    }

    private static Tensor blur(Tensor x, int width, int height, double across, double down, DataFormat format) {
        return Ops.gaussianBlur(x, new int[] {width, height}, new double[] {across, down}, format);
    }

    @Test
    void equalImagesAreAlike() {
        Tensor x = Tensors.uniform(1, 0, 1, 2, 15, 13, 3);
        assertArrayEquals(new float[] {1, 1}, Ops.ssim(x, x).floats(), 1e-6f);
        assertEquals(Float.POSITIVE_INFINITY, Ops.psnr(x, x, 1).scalar());
    }

    @Test
    void saysWhatIsWrong() {
        refused(
                "ssim: Images must have at least 11 rows and columns, as many as the filter. Received: (9, 12, 3).",
                () -> Ops.ssim(Ops.ones(9, 12, 3), Ops.ones(9, 12, 3)));
        refused(
                "psnr: Both images must have one type and shape. Received: float32 (2,) and float32 (3,).",
                () -> Ops.psnr(Ops.ones(2), Ops.ones(3), 1));
        refused(
                "sobel_edges: Images must have 4 axes (batch, height, width, channels). Received: (4, 4, 3).",
                () -> Ops.sobelEdges(Ops.ones(4, 4, 3)));
        refused(
                "A kernel must have at least 1 weight. Received: (0, 3).",
                () -> blur(Ops.ones(4, 4, 3), 3, 0, 1, 1, DataFormat.CHANNELS_LAST));
        refused(
                "Deviations must be above 0. Received: (1.0, 0.0).",
                () -> blur(Ops.ones(4, 4, 3), 3, 3, 0, 1, DataFormat.CHANNELS_LAST));
    }

    private static void refused(String message, Executable e) {
        assertEquals(message, assertThrows(ShapeException.class, e).getMessage());
    }
}
