package org.kerata.layers.convolutional;

import org.junit.jupiter.api.Test;
import org.kerata.layers.harness.LayerContract;

class SeparableConv2DTest implements LayerContract {
    @Test
    void refusesZeroFilters() {
        assertError(() -> new SeparableConv2D(0, 3), "SeparableConv2D: filters must be at least 1. Received: 0.");
    }
}
