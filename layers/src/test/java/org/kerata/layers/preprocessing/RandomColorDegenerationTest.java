package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

class RandomColorDegenerationTest implements LayerContract {
    @Test
    void withOneNoColourIsLeft() {
        Tensor x = Tensor.of(new float[] {10, 20, 60}, 1, 1, 3);
        float[] y = new RandomColorDegeneration(1, 1).apply(x, Mode.TRAINING).floats();
        assertEquals(y[0], y[1], 1e-4);
        assertEquals(y[0], y[2], 1e-4);
    }
}
