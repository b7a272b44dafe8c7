package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

class RandomSaturationTest implements LayerContract {
    @Test
    void eachImageHasItsOwnFactor() {
        Tensor x = Ops.repeat(Tensor.of(new float[] {200, 100, 100}, 1, 1, 1, 3), 2, 0);
        float[] y =
                new RandomSaturation(0.1, 0.45).seed(2).apply(x, Mode.TRAINING).floats();
        assertEquals(200, y[0], 1e-3);
        assertTrue(y[1] > 100 && y[4] > 100 && y[1] != y[4], "weaker colours, each in its own way");
    }
}
