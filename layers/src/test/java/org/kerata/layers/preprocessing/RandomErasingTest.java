package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

class RandomErasingTest implements LayerContract {
    @Test
    void paintsOneRectangleOfTheSizeAsked() {
        float[] y = new RandomErasing(1, 1)
                .scale(0.25, 0.25)
                .fillValue(9)
                .seed(1)
                .apply(Ops.zeros(100, 10, 12, 1), Mode.TRAINING)
                .floats();
        Set<Integer> corners = new TreeSet<>();
        for (int i = 0; i < 100; i++) {
            float[] image = Arrays.copyOfRange(y, 120 * i, 120 * i + 120);
            int first = 0;
            while (image[first] == 0) {
                first++;
            }
            corners.add(first);
            for (int k = 0; k < 120; k++) {
                int row = k / 12 - first / 12;
                int column = k % 12 - first % 12;
                boolean inside = row >= 0 && row < 5 && column >= 0 && column < 6;
                assertEquals(inside ? 9 : 0, image[k], "pixel " + k + " of a rectangle from " + first);
            }
        }
        assertTrue(corners.size() > 20, "from anywhere on: " + corners);
    }

    @Test
    void paintsColoursOrNoise() {
        Tensor x = Ops.full(Shape.of(1, 4, 4, 3), 7, Tensor.scalar(0).dtype());
        float[] y = new RandomErasing(1, 1)
                .scale(1, 1)
                .fillValue(10, 20, 300)
                .apply(x, Mode.TRAINING)
                .floats();
        assertArrayEquals(new float[] {10, 20, 255}, Arrays.copyOf(y, 3));
        float[] noise =
                new RandomErasing(1, 1).scale(1, 1).apply(x, Mode.TRAINING).floats();
        for (float v : noise) {
            assertTrue(v >= 0 && v <= 255, "in the range");
        }
        assertFalse(noise[0] == noise[1] && noise[1] == noise[2]);
        assertError(
                () -> new RandomErasing(1, 1).fillValue(1, 2, 3).apply(Ops.ones(1, 4, 4, 1), Mode.TRAINING),
                "Layer \"random_erasing\" (RandomErasing): A fillValue of three numbers needs images of three channels. Received:"
                        + " images of 1.");
    }
}
