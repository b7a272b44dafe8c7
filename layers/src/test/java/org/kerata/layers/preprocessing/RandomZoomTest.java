package org.kerata.layers.preprocessing;

import org.junit.jupiter.api.Test;
import org.kerata.layers.harness.LayerContract;

class RandomZoomTest implements LayerContract {
    @Test
    void factorsHaveBounds() {
        assertError(
                () -> new RandomZoom(-1),
                "RandomZoom: heightFactor must be one or two numbers above -1 and up to 1. Received: -1.0.");
    }
}
