package org.kerata.layers.reshaping;

import org.junit.jupiter.api.Test;
import org.kerata.layers.harness.LayerContract;

class UpSampling1DTest implements LayerContract {
    @Test
    void refusesZero() {
        assertError(() -> new UpSampling1D(0), "UpSampling1D: size must be at least 1. Received: 0.");
    }
}
