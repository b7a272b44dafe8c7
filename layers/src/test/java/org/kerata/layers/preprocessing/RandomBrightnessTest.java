package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

class RandomBrightnessTest implements LayerContract {
    @Test
    void eachImageGetsItsOwnNumberFromTheRange() {
        float[] y = new RandomBrightness(-0.1, 0.3)
                .seed(1)
                .apply(Ops.full(Shape.of(400, 1, 2, 1), 100, Tensor.scalar(0).dtype()), Mode.TRAINING)
                .floats();
        double sum = 0;
        for (int i = 0; i < 400; i++) {
            double by = (y[2 * i] - 100) / 255;
            assertTrue(by >= -0.1 && by <= 0.3, "by " + by);
            assertEquals(y[2 * i], y[2 * i + 1]);
            sum += by;
        }
        assertEquals(0.1, sum / 400, 0.03);
        assertError(
                () -> new RandomBrightness(1.5),
                "RandomBrightness: factor must be one or two numbers from -1 to 1. Received: 1.5.");
    }
}
