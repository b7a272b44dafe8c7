package org.kerata.autodiff.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.harness.GoldenFile;
import org.kerata.autodiff.harness.OpCase;
import org.kerata.autodiff.harness.OpContract;
import org.kerata.autodiff.harness.Tensors;
import org.kerata.autodiff.ops.Resizing.Fit;
import org.kerata.autodiff.ops.Resizing.Resize;

class ResizingTest implements OpContract {
    @Override
    public Stream<OpCase> cases() {
        GoldenFile golden = new GoldenFile("resizing");
        for (Interpolation i : Interpolation.values()) {
            String name = i.name().toLowerCase(Locale.ROOT);
            resize(golden, name + "_up", 7, 11, r -> r.by(i));
            resize(golden, name + "_down", 4, 3, r -> r.by(i));
            resize(golden, name + "_mixed", 8, 3, r -> r.by(i));
            resize(golden, name + "_antialias", 3, 6, r -> r.by(i).antialias(true));
        }
        resize(golden, "bilinear_double", 6, 8, r -> r);
        resize(golden, "bilinear_one", 1, 1, r -> r);
        resize(golden, "bilinear_from_one", 3, 2, r -> r);
        resize(golden, "bilinear_crop", 3, 6, r -> r.fit(Fit.CROP, 0));
        resize(golden, "bilinear_crop_wide", 4, 3, r -> r.fit(Fit.CROP, 0));
        resize(golden, "bilinear_pad", 3, 7, r -> r.fit(Fit.PAD, 0.5));
        resize(golden, "bilinear_pad_high", 6, 5, r -> r.fit(Fit.PAD, 0));
        resize(golden, "nearest_whole", 5, 3, r -> r.by(Interpolation.NEAREST));
        resize(golden, "bilinear_whole", 5, 3, r -> r);
        golden.one("upsample", x -> Ops.upsample(x, 1, 3, 2, 1));
        return Stream.concat(golden.cases(), more());
    }

    private static void resize(GoldenFile golden, String name, int height, int width, UnaryOperator<Resize> how) {
        golden.one(name, x -> Ops.resize(x, how.apply(Resize.to(height, width))));
    }

    private static Stream<OpCase> more() {
        return Stream.of(
                OpCase.big(
                        "upsample",
                        in -> List.of(Ops.upsample(in.get(0), 1, 2, 3, 1)),
                        Tensors.normal(1, 17, 21, 18, 16)),
                OpCase.big(
                        "upsample 1-D",
                        in -> List.of(Ops.upsample(in.get(0), 1, 4, 1)),
                        Tensors.normal(2, 17, 165, 70)),
                OpCase.big(
                        "upsample one row",
                        in -> List.of(Ops.upsample(in.get(0), 1, 4, 1)),
                        Tensors.normal(3, 1, 9651, 17)),
                OpCase.big("enlarge", in -> List.of(Ops.resize(in.get(0), 31, 35)), Tensors.normal(4, 17, 19, 11, 13)),
                OpCase.big(
                        "enlarge one image",
                        in -> List.of(Ops.resize(in.get(0), 261, 265)),
                        Tensors.normal(5, 1, 119, 121, 3)),
                OpCase.big(
                        "reduce, smoothed",
                        in -> List.of(Ops.resize(
                                in.get(0),
                                Resize.to(13, 17).by(Interpolation.BICUBIC).antialias(true))),
                        Tensors.normal(6, 17, 61, 53, 17)),
                OpCase.of(
                        "resize no images", in -> List.of(Ops.resize(in.get(0), 3, 5)), Tensors.normal(7, 0, 4, 4, 3)));
    }

    @Test
    void refusesWhatAreNoImages() {
        assertEquals(
                "resize: Images must have 3 axes (height, width, channels), or 4 with the batch. Received: (3, 4).",
                assertThrows(ShapeException.class, () -> Ops.resize(Ops.ones(3, 4), 2, 2))
                        .getMessage());
        assertEquals(
                "resize: Height and width must be at least 1. Received: (0, 2).",
                assertThrows(ShapeException.class, () -> Ops.resize(Ops.ones(3, 4, 1), 0, 2))
                        .getMessage());
        assertEquals(
                "upsample: Each axis needs a factor. Received: [2, 2] for (3, 4, 1).",
                assertThrows(ShapeException.class, () -> Ops.upsample(Ops.ones(3, 4, 1), 2, 2))
                        .getMessage());
    }

    @Test
    void tapsTransposedTwiceAreTheSame() {
        Taps t = Interpolation.BICUBIC.taps(5, 8, false);
        assertEquals(t, t.transposed().transposed());
        assertEquals("5→8", t.toString());
        assertEquals("8→5", t.transposed().toString());
    }
}
