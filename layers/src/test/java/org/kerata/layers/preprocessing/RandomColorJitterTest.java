package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

class RandomColorJitterTest implements LayerContract {
    @Test
    void whatHasNoFactorStays() {
        Tensor x = Ops.repeat(Tensor.of(new float[] {200, 100, 50}, 1, 1, 1, 3), 50, 0);
        float[] y = new RandomColorJitter()
                .hueFactor(0.5)
                .seed(1)
                .apply(x, Mode.TRAINING)
                .floats();
        boolean moved = false;
        for (int i = 0; i < 50; i++) {
            float[] pixel = Arrays.copyOfRange(y, 3 * i, 3 * i + 3);
            Arrays.sort(pixel);
            assertEquals(200, pixel[2], 1e-2);
            assertEquals(50, pixel[0], 1e-2);
            moved |= Math.abs(pixel[1] - 100) > 10;
        }
        assertTrue(moved, "hues turn");
        assertError(
                () -> new RandomColorJitter().contrastFactor(2),
                "RandomColorJitter: contrastFactor must be one or two numbers from 0 to 1. Received: [2.0].");
    }
}
