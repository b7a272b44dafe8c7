package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

class RandomFlipTest implements LayerContract {
    @Test
    void aboutHalfOfTheImagesAreMirroredInTraining() {
        Tensor x = Ops.repeat(Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 2, 3, 1), 400, 0);
        float[] y = new RandomFlip("horizontal").seed(7).apply(x, Mode.TRAINING).floats();
        int mirrored = 0;
        for (int i = 0; i < 400; i++) {
            float[] one = Arrays.copyOfRange(y, 6 * i, 6 * i + 6);
            boolean turned = one[0] == 3;
            mirrored += turned ? 1 : 0;
            assertArrayEquals(turned ? new float[] {3, 2, 1, 6, 5, 4} : new float[] {1, 2, 3, 4, 5, 6}, one);
        }
        assertTrue(mirrored > 150 && mirrored < 250, "mirrored " + mirrored);
    }

    @Test
    void bothWaysGoTogether() {
        Tensor x = Ops.repeat(Tensor.of(new float[] {1, 2, 3, 4}, 1, 2, 2, 1), 50, 0);
        float[] y = new RandomFlip().seed(3).apply(x, Mode.TRAINING).floats();
        boolean both = false;
        for (int i = 0; i < 50; i++) {
            assertTrue(y[4 * i] == 1 || y[4 * i] == 4, "mirrored in one way only");
            both |= y[4 * i] == 4;
        }
        assertTrue(both);
    }

    @Test
    void theSeedRepeatsAndFirstChannelsAreMirroredToo() {
        Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 1, 2, 3);
        RandomFlip a = new RandomFlip("vertical").seed(5).dataFormat("channels_first");
        RandomFlip b = new RandomFlip("vertical").seed(5).dataFormat("channels_first");
        for (int i = 0; i < 8; i++) {
            float[] y = a.apply(x, Mode.TRAINING).floats();
            assertArrayEquals(y, b.apply(x, Mode.TRAINING).floats());
            assertEquals(y[0] == 1 ? 4 : 1, y[3]);
        }
        assertError(
                () -> new RandomFlip("diagonal"),
                "RandomFlip: mode must be one of \"horizontal\", \"vertical\", \"horizontal_and_vertical\". Received: \"diagonal\".");
    }
}
