package org.kerata.layers.regularization;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

class SpatialDropout1DTest implements LayerContract {
    @Test
    void dropsWholeFeatureMaps() {
        Tensor y = new SpatialDropout1D(0.4).seed(1).apply(Ops.ones(6, 7, 50), Mode.TRAINING);
        int dropped = 0;
        for (float v : y.reshape(6, 7, 50).sum(1).floats()) {
            assertEquals(v == 0 ? 0 : 7 / 0.6, v, 1e-4);
            dropped += v == 0 ? 1 : 0;
        }
        assertEquals(0.4 * 300, dropped, 30);
    }

    @Test
    void refusesOtherRanks() {
        assertError(
                () -> new SpatialDropout1D(0.5).apply(Ops.ones(2, 3)),
                "Layer \"spatial_dropout1d\" (SpatialDropout1D) needs an input with 3 axes, the batch included. Received: shape (2, 3).");
    }
}
