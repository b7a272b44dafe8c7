package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

class RandomContrastTest implements LayerContract {
    @Test
    void distancesFromTheMeanGrowAndPixelsStayInTheirRange() {
        Tensor x = Tensor.of(new float[] {0, 10, 20, 250}, 1, 2, 2, 1);
        float[] y = new RandomContrast(0.5).seed(2).apply(x, Mode.TRAINING).floats();
        double by = (70 - y[2]) / 50.0;
        assertTrue(by > 1 && by <= 1.5, "by " + by);
        assertEquals(Math.max(0, 70 - 60 * by), y[1], 1e-3);
        assertEquals(Math.min(255, 70 + 180 * by), y[3], 1e-3);
        assertError(
                () -> new RandomContrast(0.5).valueRange(1, 0),
                "RandomContrast: valueRange must be two numbers, the lower first. Received: [1.0, 0.0].");
    }
}
