package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

class RandomShearTest implements LayerContract {
    @Test
    void imagesAreShearedEitherWay() {
        Tensor x = Ops.repeat(Ops.arange(9).reshape(1, 3, 3, 1).plus(1), 60, 0);
        float[] y = new RandomShear()
                .xFactor(1, 1)
                .fillMode("constant")
                .seed(1)
                .apply(x, Mode.TRAINING)
                .floats();
        float[] right = {1, 2, 3, 5, 6, 0, 9, 0, 0};
        float[] left = {1, 2, 3, 0, 4, 5, 0, 0, 7};
        int once = 0;
        for (int i = 0; i < 60; i++) {
            float[] image = Arrays.copyOfRange(y, 9 * i, 9 * i + 9);
            boolean one = Math.abs(image[3] - 5) < 1e-4;
            assertArrayEquals(one ? right : left, image, 1e-4f);
            once += one ? 1 : 0;
        }
        assertEquals(30, once, 15);
        assertError(
                () -> new RandomShear(-0.1, 0),
                "RandomShear: xFactor must be one or two numbers from 0 to 1. Received: -0.1.");
    }
}
