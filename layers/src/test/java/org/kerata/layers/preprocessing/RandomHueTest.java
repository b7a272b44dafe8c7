package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

class RandomHueTest implements LayerContract {
    @Test
    void huesTurnEitherWay() {
        Tensor red = Ops.repeat(Tensor.of(new float[] {255, 0, 0}, 1, 1, 1, 3), 300, 0);
        float[] y = new RandomHue(2 / 3.0, 2 / 3.0)
                .seed(1)
                .apply(red, Mode.TRAINING)
                .floats();
        int green = 0;
        for (int i = 0; i < 300; i++) {
            boolean one = y[3 * i + 1] > 254;
            assertTrue(one != y[3 * i + 2] > 254 && y[3 * i] < 1, "a third of a turn either way");
            green += one ? 1 : 0;
        }
        assertEquals(150, green, 40);
    }
}
