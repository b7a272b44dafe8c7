package org.kerata.layers.activation;

import org.junit.jupiter.api.Test;
import org.kerata.layers.harness.LayerContract;

class LeakyReLUTest implements LayerContract {
    @Test
    void refusesANegativeSlope() {
        assertError(
                () -> new LeakyReLU().negativeSlope(-0.1),
                "LeakyReLU: negativeSlope must be 0 or more. Received: -0.1.");
    }
}
