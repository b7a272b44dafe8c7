package org.kerata.layers.preprocessing;

import org.junit.jupiter.api.Test;
import org.kerata.layers.harness.LayerContract;

class RescalingTest implements LayerContract {
    @Test
    void needsAScale() {
        assertError(
                () -> new Rescaling(new double[0]),
                "Rescaling: scale must be a number or a list of numbers. Received: [].");
    }
}
