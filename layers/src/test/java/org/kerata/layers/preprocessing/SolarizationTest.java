package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

class SolarizationTest implements LayerContract {
    @Test
    void whatIsNotBelowTheThresholdIsInverted() {
        Tensor x = Ops.repeat(Tensor.of(new float[] {10, 100, 180, 250}, 1, 2, 2, 1), 300, 0);
        float[] y = new Solarization(0, 0.8).seed(1).apply(x, Mode.TRAINING).floats();
        int[] inverted = new int[4];
        float[] was = {10, 100, 180, 250};
        for (int i = 0; i < y.length; i++) {
            boolean turned = y[i] == 255 - was[i % 4];
            assertTrue(turned || y[i] == was[i % 4], "pixel " + y[i]);
            inverted[i % 4] += turned ? 1 : 0;
        }
        // The threshold lies evenly between 0 and 204.
        assertEquals(300 * 10 / 204.0, inverted[0], 15);
        assertEquals(300 * 100 / 204.0, inverted[1], 30);
        assertEquals(300, inverted[3]);
    }

    @Test
    void addsBeforeItInverts() {
        float[] y = new Solarization()
                .additionFactor(0.5, 0.5)
                .apply(Ops.zeros(200, 1, 1, 1), Mode.TRAINING)
                .floats();
        double lowest = 255;
        double highest = 0;
        for (float v : y) {
            lowest = Math.min(lowest, 255 - v);
            highest = Math.max(highest, 255 - v);
        }
        // From 0.5 to half of 255, as Keras draws them.
        assertTrue(lowest >= 0.5 && lowest < 6 && highest > 120 && highest <= 127.5, lowest + " to " + highest);
    }
}
