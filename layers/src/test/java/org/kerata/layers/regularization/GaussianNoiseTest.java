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

class GaussianNoiseTest implements LayerContract {
    @Test
    void drawsAnewAtEveryCallAndRepeatsWithItsSeed() {
        Tensor x = Ops.ones(20, 30);
        GaussianNoise a = new GaussianNoise(0.5).seed(3);
        GaussianNoise b = new GaussianNoise(0.5).seed(3);
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
                new GaussianNoise(0.5).apply(x, Mode.TRAINING).floats(),
                new GaussianNoise(0.5).apply(x, Mode.TRAINING).floats()));
    }

    @Test
    void addsNormalNumbers() {
        Tensor noise = new GaussianNoise(0.25).seed(1).apply(Ops.zeros(100, 100), Mode.TRAINING);
        assertEquals(0, noise.mean().scalar(), 0.01);
        assertEquals(0.25, Math.sqrt(noise.times(noise).mean().scalar()), 0.01);
    }

    @Test
    void refusesDeviationsAboveOne() {
        assertError(() -> new GaussianNoise(2), "GaussianNoise: stddev must be from 0 to 1. Received: 2.0.");
    }
}
