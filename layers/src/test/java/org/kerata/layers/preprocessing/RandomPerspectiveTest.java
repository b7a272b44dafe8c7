package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

class RandomPerspectiveTest implements LayerContract {
    @Test
    void theUpperLeftCornerStaysAndOthersMove() {
        Tensor x = Ops.repeat(Ops.arange(25).reshape(1, 5, 5, 1).plus(1), 20, 0);
        float[] y = new RandomPerspective(1, 1)
                .scale(0.4)
                .seed(1)
                .apply(x, Mode.TRAINING)
                .floats();
        Set<Float> last = new TreeSet<>();
        for (int i = 0; i < 20; i++) {
            assertEquals(1, y[25 * i], 1e-3);
            last.add(y[25 * i + 24]);
        }
        assertTrue(last.size() > 10, "each image in its own way: " + last);
        assertError(
                () -> new RandomPerspective().scale(2), "RandomPerspective: scale must be from 0 to 1. Received: 2.0.");
    }
}
