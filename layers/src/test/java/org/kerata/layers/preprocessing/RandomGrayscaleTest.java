package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

class RandomGrayscaleTest implements LayerContract {
    @Test
    void asManyImagesLoseTheirColoursAsAsked() {
        Tensor x = Ops.repeat(Tensor.of(new float[] {10, 20, 60}, 1, 1, 1, 3), 500, 0);
        float[] y = new RandomGrayscale(0.3).seed(1).apply(x, Mode.TRAINING).floats();
        int gray = 0;
        for (int i = 0; i < y.length; i += 3) {
            boolean all = y[i] == y[i + 1] && y[i] == y[i + 2];
            assertTrue(all || y[i] == 10, "changed in part");
            gray += all ? 1 : 0;
        }
        assertEquals(150, gray, 40);
        assertError(() -> new RandomGrayscale(2), "RandomGrayscale: factor must be from 0 to 1. Received: 2.0.");
    }
}
