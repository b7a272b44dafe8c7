package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.harness.LayerContract;

class CenterCropTest implements LayerContract {
    @Test
    void theMiddleIsTaken() {
        Tensor x = Tensor.of(new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 3, 4, 1);
        assertArrayEquals(new float[] {5, 6}, new CenterCrop(1, 2).apply(x).floats());
        assertArrayEquals(
                new float[] {0, 1, 2, 4, 5, 6}, new CenterCrop(2, 3).apply(x).floats());
        assertError(() -> new CenterCrop(2, 0), "CenterCrop: width must be at least 1. Received: 0.");
    }
}
