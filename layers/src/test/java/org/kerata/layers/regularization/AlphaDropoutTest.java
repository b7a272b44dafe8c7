package org.kerata.layers.regularization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.Tensors;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

class AlphaDropoutTest implements LayerContract {
    @Test
    void keepsMeanAndVarianceOfNormalNumbers() {
        Tensor y = new AlphaDropout(0.3).seed(1).apply(Tensors.normal(2, 200, 200), Mode.TRAINING);
        assertEquals(0, y.mean().scalar(), 0.02);
        assertEquals(1, Ops.var(y, new int[0], false).scalar(), 0.02);
    }

    /** a · lowest + b for those dropped, a · x + b for the others, by the formulas of the paper for a rate of 0.4. */
    @Test
    void movesTheRateToOneNumber() {
        float[] y = new AlphaDropout(0.4)
                .seed(1)
                .apply(Ops.ones(100, 100), Mode.TRAINING)
                .floats();
        double lowest = -1.7580993408473766;
        double a = Math.pow(0.6 * (1 + 0.4 * lowest * lowest), -0.5);
        int dropped = 0;
        for (float v : y) {
            boolean low = Math.abs(v - (a * lowest - a * lowest * 0.4)) < 1e-5;
            assertEquals(low ? a * lowest * 0.6 : a - a * lowest * 0.4, v, 1e-5);
            dropped += low ? 1 : 0;
        }
        assertEquals(4000, dropped, 160);
    }

    @Test
    void movesWholePartsUnderANoiseShape() {
        float[][] y = new AlphaDropout(0.5)
                .seed(1)
                .noiseShape(-1, 1)
                .apply(Ops.ones(9, 3), Mode.TRAINING)
                .floats2();
        for (float[] row : y) {
            assertArrayEquals(new float[] {row[0], row[0], row[0]}, row);
        }
    }

    @Test
    void refusesRatesThatAreNone() {
        assertError(() -> new AlphaDropout(1.5), "AlphaDropout: rate must be from 0 to 1. Received: 1.5.");
        assertError(
                () -> new AlphaDropout(1).apply(Ops.ones(2, 3), Mode.TRAINING),
                "Layer \"alpha_dropout\" (AlphaDropout): with a rate of 1 nothing is left whose mean and variance could be kept.");
    }
}
