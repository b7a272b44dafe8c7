package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

class RandomSharpnessTest implements LayerContract {
    @Test
    void halfLeavesImagesAsTheyAre() {
        Tensor x = Ops.arange(27).reshape(1, 3, 3, 3).times(9);
        assertArrayEquals(
                x.floats(),
                new RandomSharpness(0.5, 0.5).apply(x, Mode.TRAINING).floats(),
                1e-4f);
    }
}
