package org.kerata.layers.reshaping;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.layers.harness.LayerContract;

class Cropping1DTest implements LayerContract {
    @Test
    void somethingMustBeLeft() {
        assertError(
                () -> new Cropping1D(1, 2).apply(Ops.ones(2, 3, 4)),
                "Layer \"cropping1d\" (Cropping1D): cropping must leave something of each axis. Received: cropping [[1, 2]], input shape"
                        + " (2, 3, 4).");
    }
}
