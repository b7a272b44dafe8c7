package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.layers.harness.LayerContract;

class ResizingTest implements LayerContract {
    @Test
    void takesImages() {
        assertError(
                () -> new Resizing(2, 3).apply(Ops.ones(2, 5)),
                "Layer \"resizing\" (Resizing): It takes images (height, width, channels), or batches of them. Received: shape (2, 5).");
        assertError(() -> new Resizing(0, 3), "Resizing: height must be at least 1. Received: 0.");
        assertError(
                () -> new Resizing(2, 3).interpolation("area"),
                "Resizing: interpolation must be one of \"nearest\", \"bilinear\", \"bicubic\", \"lanczos3\", \"lanczos5\". Received: \"area\".");
        assertError(
                () -> new Resizing(2, 3)
                        .cropToAspectRatio(true)
                        .padToAspectRatio(true)
                        .apply(Ops.ones(1, 4, 5, 1)),
                "Layer \"resizing\" (Resizing): Images are cropped or padded to the aspect ratio, not both. Received:"
                        + " cropToAspectRatio true, padToAspectRatio true.");
        assertError(
                () -> new Resizing(2, 3).fillMode("reflect"),
                "Resizing: fillMode must be one of \"constant\". Received: \"reflect\".");
    }

    @Test
    void aSingleImageIsOneToo() {
        assertEquals(
                "(2, 3, 1)", new Resizing(2, 3).apply(Ops.ones(4, 5, 1)).shape().toString());
    }
}
