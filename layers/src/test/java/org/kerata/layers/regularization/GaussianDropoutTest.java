package org.kerata.layers.regularization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

class GaussianDropoutTest implements LayerContract {
    @Test
    void multipliesWithNormalNumbers() {
        Tensor noise = new GaussianDropout(0.2).seed(1).apply(Ops.ones(200, 100).times(3), Mode.TRAINING);
        assertEquals(3, noise.mean().scalar(), 0.04);
        assertEquals(3 * 0.5, Ops.std(noise, new int[0], false).scalar(), 0.04);
    }

    @Test
    void drawsAnewAtEveryCallAndRepeatsWithItsSeed() {
        Tensor x = Ops.ones(20, 30);
        GaussianDropout a = new GaussianDropout(0.5).seed(3);
        float[] first = a.apply(x, Mode.TRAINING).floats();
        assertFalse(Arrays.equals(first, a.apply(x, Mode.TRAINING).floats()));
        assertArrayEquals(
                first, new GaussianDropout(0.5).seed(3).apply(x, Mode.TRAINING).floats());
    }

    @Test
    void refusesRatesThatAreNone() {
        assertError(() -> new GaussianDropout(-0.5), "GaussianDropout: rate must be from 0 to 1. Received: -0.5.");
        assertError(
                () -> new GaussianDropout(1).apply(Ops.ones(2, 3), Mode.TRAINING),
                "Layer \"gaussian_dropout\" (GaussianDropout): with a rate of 1 the noise would be infinite.");
    }
}
