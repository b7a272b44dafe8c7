package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

class RandomGaussianBlurTest implements LayerContract {
    @Test
    void someImagesAreBlurred() {
        Tensor dot = Ops.pad(
                Ops.full(Shape.of(300, 1, 1, 1), 200, Tensor.scalar(0).dtype()),
                new int[][] {{0, 0}, {2, 2}, {2, 2}, {0, 0}});
        float[] y = new RandomGaussianBlur(0.5, 0.5)
                .sigma(0.4, 0.9)
                .seed(1)
                .apply(dot, Mode.TRAINING)
                .floats();
        int blurred = 0;
        for (int i = 0; i < 300; i++) {
            float[] image = Arrays.copyOfRange(y, 25 * i, 25 * i + 25);
            double sum = 0;
            for (float v : image) {
                sum += v;
            }
            assertEquals(200, sum, 0.01);
            blurred += image[12] < 199 ? 1 : 0;
        }
        assertEquals(150, blurred, 40);
        assertError(
                () -> new RandomGaussianBlur().kernelSize(4),
                "RandomGaussianBlur: kernelSize must be an odd number, or two. Received: [4].");
    }
}
