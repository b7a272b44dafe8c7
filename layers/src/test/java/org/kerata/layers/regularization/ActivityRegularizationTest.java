package org.kerata.layers.regularization;

import org.junit.jupiter.api.Test;
import org.kerata.layers.harness.LayerContract;

class ActivityRegularizationTest implements LayerContract {
    @Test
    void refusesNegativeFactors() {
        assertError(
                () -> new ActivityRegularization(-1, 0),
                "ActivityRegularization: l1 must be a number of 0 or more. Received: -1.0.");
    }
}
