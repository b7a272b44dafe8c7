package org.kerata.layers.regularization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

class DropoutTest implements LayerContract {
    @Test
    void drawsAnewAtEveryCallAndRepeatsWithItsSeed() {
        Tensor x = Ops.ones(20, 30);
        Dropout a = new Dropout(0.5).seed(3);
        Dropout b = new Dropout(0.5).seed(3);
        float[] first = a.apply(x, Mode.TRAINING).floats();
        float[] second = a.apply(x, Mode.TRAINING).floats();
        assertFalse(Arrays.equals(first, second));
        assertArrayEquals(first, b.apply(x, Mode.TRAINING).floats());
        assertEquals(1, a.variables().size());
        assertEquals(0, a.weights().size());
    }

    @Test
    void differsFromLayerToLayerWithoutASeed() {
        Tensor x = Ops.ones(20, 30);
        assertFalse(Arrays.equals(
                new Dropout(0.5).apply(x, Mode.TRAINING).floats(),
                new Dropout(0.5).apply(x, Mode.TRAINING).floats()));
    }

    @Test
    void dropsTheRateAndScalesTheRest() {
        float[] y = new Dropout(0.3)
                .seed(1)
                .apply(Ops.ones(100, 100), Mode.TRAINING)
                .floats();
        int dropped = 0;
        for (float v : y) {
            assertTrue(v == 0 || Math.abs(v - 1 / 0.7f) < 1e-6f);
            dropped += v == 0 ? 1 : 0;
        }
        assertEquals(3000, dropped, 150);
    }

    @Test
    void dropsWholePartsUnderANoiseShape() {
        float[][] y = new Dropout(0.5)
                .seed(1)
                .noiseShape(-1, 1)
                .apply(Ops.ones(40, 5), Mode.TRAINING)
                .floats2();
        int dropped = 0;
        for (float[] row : y) {
            assertArrayEquals(new float[] {row[0], row[0], row[0], row[0], row[0]}, row);
            dropped += row[0] == 0 ? 1 : 0;
        }
        assertEquals(20, dropped, 12);
    }

    @Test
    void refusesRatesThatAreNone() {
        assertError(() -> new Dropout(1.5), "Dropout: rate must be from 0 to 1. Received: 1.5.");
        assertError(
                () -> new Dropout(0.5).noiseShape(1).apply(Ops.ones(2, 3), Mode.TRAINING),
                "Layer \"dropout\" (Dropout): noiseShape (1,) must have an entry for each axis of the input. Received: shape (2, 3).");
    }
}
