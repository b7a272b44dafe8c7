package org.kerata.layers.activation;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.layers.harness.LayerContract;

class PReLUTest implements LayerContract {
    @Test
    void refusesTheBatchAsSharedAxis() {
        assertError(
                () -> new PReLU().sharedAxes(0),
                "PReLU: sharedAxes must be an axis or a list of axes, from 1 on. Received: [0].");
    }

    @Test
    void refusesOtherShapes() {
        PReLU p = new PReLU().sharedAxes(1);
        p.apply(Ops.ones(1, 4, 3));
        p.apply(Ops.ones(1, 9, 3));
        assertError(
                () -> p.apply(Ops.ones(1, 4, 2)),
                "Layer \"p_re_lu\" (PReLU) was built for 3 elements along axis 2. Received: shape (1, 4, 2).");
    }
}
