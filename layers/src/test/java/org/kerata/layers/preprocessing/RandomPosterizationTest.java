package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

class RandomPosterizationTest implements LayerContract {
    @Test
    void bitsAreFewerThanTheUpperBound() {
        float[] y = new RandomPosterization(1, 4)
                .seed(1)
                .apply(Ops.full(Shape.of(300, 1, 1, 1), 255, Tensor.scalar(0).dtype()), Mode.TRAINING)
                .floats();
        Set<Float> found = new TreeSet<>();
        for (float v : y) {
            found.add(v);
        }
        assertEquals(Set.of(128f, 192f, 224f), found);
        assertError(
                () -> new RandomPosterization(9),
                "RandomPosterization: factor must be one or two whole numbers from 1 to 8. Received: 9.");
    }
}
