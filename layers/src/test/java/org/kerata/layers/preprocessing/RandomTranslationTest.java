package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

class RandomTranslationTest implements LayerContract {
    @Test
    void imagesMoveDownAndRight() {
        Tensor x = Tensor.of(new float[] {1, 2, 3, 4}, 1, 2, 2, 1);
        RandomTranslation down =
                new RandomTranslation(0, 0).heightFactor(0.5, 0.5).fillMode("constant");
        assertArrayEquals(new float[] {0, 0, 1, 2}, down.apply(x, Mode.TRAINING).floats(), 1e-6f);
        RandomTranslation right = new RandomTranslation(0, 0)
                .widthFactor(0.5, 0.5)
                .fillMode("constant")
                .fillValue(9);
        assertArrayEquals(
                new float[] {9, 1, 9, 3}, right.apply(x, Mode.TRAINING).floats(), 1e-6f);
        assertError(
                () -> new RandomTranslation(2, 0),
                "RandomTranslation: heightFactor must be one or two numbers from -1 to 1. Received: 2.0.");
    }
}
