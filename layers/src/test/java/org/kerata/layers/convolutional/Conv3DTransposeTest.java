package org.kerata.layers.convolutional;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.layers.harness.LayerContract;

class Conv3DTransposeTest implements LayerContract {
    @Test
    void refusesOtherShapes() {
        assertError(
                () -> new Conv3DTranspose(4, 3).apply(Ops.ones(1, 28, 28, 3)),
                "Layer \"conv3d_transpose\" (Conv3DTranspose) needs an input with 5 axes, the batch included. Received: shape (1, 28, 28,"
                        + " 3).");
    }
}
