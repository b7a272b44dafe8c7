package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

class RandomRotationTest implements LayerContract {
    @Test
    void aQuarterTurnGoesAgainstTheClock() {
        Tensor x = Tensor.of(new float[] {1, 2, 3, 4}, 1, 2, 2, 1);
        float[] y = new RandomRotation(0.25, 0.25).apply(x, Mode.TRAINING).floats();
        assertArrayEquals(new float[] {2, 4, 1, 3}, y, 1e-4f);
    }

    @Test
    void eachImageHasItsOwnAngle() {
        Tensor x = Ops.repeat(Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 3, 3, 1), 2, 0);
        float[] y = new RandomRotation(0.2).seed(1).apply(x, Mode.TRAINING).floats();
        assertFalse(Arrays.equals(Arrays.copyOfRange(y, 0, 9), Arrays.copyOfRange(y, 9, 18)));
        assertEquals(
                "(3, 3, 1)",
                new RandomRotation(0.2)
                        .apply(Ops.ones(3, 3, 1), Mode.TRAINING)
                        .shape()
                        .toString());
        assertError(
                () -> new RandomRotation(1.5),
                "RandomRotation: factor must be one or two numbers from -1 to 1, parts of a turn. Received: 1.5.");
    }
}
