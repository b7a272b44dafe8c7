package org.kerata.layers.preprocessing;

import org.junit.jupiter.api.Test;
import org.kerata.layers.harness.LayerContract;

class EqualizationTest implements LayerContract {
    @Test
    void needsTwoClassesAtLeast() {
        assertError(() -> new Equalization().bins(1), "Equalization: bins must be at least 2. Received: 1.");
    }
}
