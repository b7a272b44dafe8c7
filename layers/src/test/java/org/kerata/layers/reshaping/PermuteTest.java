package org.kerata.layers.reshaping;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.layers.harness.LayerContract;

class PermuteTest implements LayerContract {
    @Test
    void refusesWhatIsNoOrder() {
        assertError(
                () -> new Permute(0, 1), "Permute: dims must be each of the numbers from 1 on once. Received: [0, 1].");
        assertError(
                () -> new Permute(2, 1).apply(Ops.ones(2, 3)),
                "Layer \"permute\" (Permute) needs an input with 3 axes, the batch included. Received: shape (2, 3).");
    }
}
