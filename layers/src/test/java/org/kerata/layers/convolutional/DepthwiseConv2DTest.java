package org.kerata.layers.convolutional;

import org.junit.jupiter.api.Test;
import org.kerata.layers.harness.LayerContract;

class DepthwiseConv2DTest implements LayerContract {
    @Test
    void refusesZeroAsMultiplier() {
        assertError(
                () -> new DepthwiseConv2D(3).depthMultiplier(0),
                "DepthwiseConv2D: depthMultiplier must be at least 1. Received: 0.");
    }
}
