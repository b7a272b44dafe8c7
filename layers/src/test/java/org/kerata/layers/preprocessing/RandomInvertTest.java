package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

class RandomInvertTest implements LayerContract {
    @Test
    void theProbabilityLiesBetweenTheFactors() {
        float[] y = new RandomInvert(0.2, 0.4)
                .seed(1)
                .apply(Ops.zeros(600, 1, 1, 1), Mode.TRAINING)
                .floats();
        int inverted = 0;
        for (float v : y) {
            assertTrue(v == 0 || v == 255, "pixel " + v);
            inverted += v == 255 ? 1 : 0;
        }
        assertEquals(180, inverted, 45);
    }
}
