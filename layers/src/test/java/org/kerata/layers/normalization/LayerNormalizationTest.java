package org.kerata.layers.normalization;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.layers.harness.LayerContract;

class LayerNormalizationTest implements LayerContract {
    @Test
    void refusesAxesThatAreNotThere() {
        assertError(
                () -> new LayerNormalization().axis(3).apply(Ops.ones(2, 4)),
                "Layer \"layer_normalization\" (LayerNormalization): Axis 3 does not exist in shape (2, 4) with 2 axes.");
        assertError(
                () -> new LayerNormalization().epsilon(-1),
                "LayerNormalization: epsilon must be 0 or more. Received: -1.0.");
    }
}
