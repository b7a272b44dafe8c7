package org.kerata.layers.merging;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.layers.harness.LayerContract;

class AverageTest implements LayerContract {
    @Test
    void refusesShapesThatDoNotFit() {
        assertError(
                () -> new Average().apply(Ops.ones(2, 3), Ops.ones(2, 4)),
                "Layer \"average\" (Average): The inputs' shapes must be equal, or broadcast together. Received: shapes (2, 3), (2, 4).");
    }
}
