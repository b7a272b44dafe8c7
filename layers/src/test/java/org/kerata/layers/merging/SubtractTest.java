package org.kerata.layers.merging;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.layers.harness.LayerContract;

class SubtractTest implements LayerContract {
    @Test
    void refusesThreeInputs() {
        assertError(
                () -> new Subtract().apply(Ops.ones(2, 3), Ops.ones(2, 3), Ops.ones(2, 3)),
                "Layer \"subtract\" (Subtract): It takes 2 inputs. Received: 3.");
    }
}
