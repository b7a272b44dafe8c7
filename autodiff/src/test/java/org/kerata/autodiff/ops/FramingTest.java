package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.ops.Framing.Edges;
import org.kerata.autodiff.ops.Resizing.Fit;
import org.kerata.autodiff.ops.Resizing.Resize;

/** Images with other edges, and in other sizes with the channels first. */
class FramingTest implements OpContract {
    @Override
    public Stream<OpCase> cases() {
        GoldenFile golden = new GoldenFile("framing");
        crop(golden, "edges", Edges.of(1, 0, 2, 1));
        crop(golden, "to", Edges.to(1, 2, 3, 2));
        crop(golden, "behind", new Edges(null, null, 1, 2, 3, 3));
        pad(golden, "edges", Edges.of(1, 0, 2, 1));
        pad(golden, "to", Edges.to(1, 2, 7, 8));
        pad(golden, "behind", new Edges(null, null, 1, 2, 6, 9));
        Resize how = Resize.to(3, 6);
        return golden.one("resize_first", x -> Ops.resize(x, how, DataFormat.CHANNELS_FIRST))
                .one("resize_first_crop", x -> Ops.resize(x, how.fit(Fit.CROP, 0), DataFormat.CHANNELS_FIRST))
                .one("resize_first_pad", x -> Ops.resize(x, how.fit(Fit.PAD, 0.5), DataFormat.CHANNELS_FIRST))
                .one(
                        "resize_first_single",
                        x -> Ops.resize(x, how.by(Interpolation.BICUBIC), DataFormat.CHANNELS_FIRST))
                .cases();
    }

    private static void crop(GoldenFile golden, String name, Edges edges) {
        golden.one("crop_" + name, x -> Ops.cropImages(x, edges))
                .one("crop_" + name + "_first", x -> Ops.cropImages(x, edges, DataFormat.CHANNELS_FIRST));
    }

    private static void pad(GoldenFile golden, String name, Edges edges) {
        golden.one("pad_" + name, x -> Ops.padImages(x, edges))
                .one("pad_" + name + "_first", x -> Ops.padImages(x, edges, DataFormat.CHANNELS_FIRST));
    }

    @Test
    void saysWhatIsWrong() {
        refused(
                "Of top, bottom and the height exactly two must be given, 0 or more. Received: 1, null and null.",
                () -> new Edges(1, 1, null, 1, null, null));
        refused(
                "Of left, right and the width exactly two must be given, 0 or more. Received: -1, 0 and null.",
                () -> Edges.of(0, -1, 0, 0));
        refused(
                "crop_images: Edges of 5 do not fit a height of 4.",
                () -> Ops.cropImages(Ops.ones(4, 4, 3), Edges.of(3, 0, 2, 0)));
        refused(
                "crop_images: Edges of 2 do not fit a width of 4 and a result of 3.",
                () -> Ops.cropImages(Ops.ones(4, 4, 3), Edges.to(0, 2, 3, 3)));
        refused(
                "pad_images: Edges of 2 do not fit a height of 4 and a result of 5.",
                () -> Ops.padImages(Ops.ones(4, 4, 3), Edges.to(2, 0, 5, 5)));
    }

    private static void refused(String message, Executable e) {
        assertEquals(message, assertThrows(ShapeException.class, e).getMessage());
    }
}
