package org.kerata.layers.activation;

import org.junit.jupiter.api.Test;
import org.kerata.layers.harness.LayerContract;

class ReLUTest implements LayerContract {
    @Test
    void refusesANegativeBound() {
        assertError(() -> new ReLU().maxValue(-1), "ReLU: maxValue must be 0 or more. Received: -1.0.");
    }
}
