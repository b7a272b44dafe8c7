package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

/** The contract of layers that mix images. */
interface MixContract<L extends BaseMix<L>> extends LayerContract {
    /** A new layer that mixes many images. */
    L layer();

    /** How near the mean of an image of one value is to what its label says. */
    double nearness();

    @Test
    default void labelsGoWithTheImages() {
        int n = 40;
        Tensor images = Ops.broadcastTo(Ops.arange(n).reshape(n, 1, 1, 1), Shape.of(n, 16, 20, 1));
        Tensor labels = Ops.oneHot(Ops.arange(n), n);
        L l = layer();
        List<Tensor> ys = l.applyAll(List.of(images, labels), Mode.TRAINING);
        float[] y = ys.get(0).floats();
        float[] parts = ys.get(1).floats();
        int mixed = 0;
        for (int i = 0; i < n; i++) {
            double mean = 0;
            for (int k = 0; k < 320; k++) {
                mean += y[320 * i + k] / 320.0;
            }
            double expected = 0;
            double all = 0;
            for (int k = 0; k < n; k++) {
                expected += k * parts[n * i + k];
                all += parts[n * i + k];
            }
            assertEquals(1, all, 1e-4);
            assertEquals(expected, mean, nearness());
            mixed += parts[n * i + i] < 0.99 ? 1 : 0;
        }
        assertTrue(mixed > n / 4, mixed + " are mixed");
        List<Tensor> left = l.applyAll(List.of(images, labels));
        assertArrayEquals(labels.floats(), left.get(1).floats());
    }
}
