package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

class CutMixTest implements LayerContract {
    @Test
    void labelsGoWithTheImages() {
        int n = 40;
        Tensor images = Ops.broadcastTo(Ops.arange(n).reshape(n, 1, 1, 1), Shape.of(n, 16, 20, 1));
        Tensor labels = Ops.oneHot(Ops.arange(n), n);
        CutMix l = new CutMix(1, 1).seed(1);
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
            assertEquals(expected, mean, 40 * 0.13);
            mixed += parts[n * i + i] < 0.99 ? 1 : 0;
        }
        assertTrue(mixed > n / 4, mixed + " are mixed");
        List<Tensor> left = l.applyAll(List.of(images, labels));
        assertArrayEquals(labels.floats(), left.get(1).floats());
    }

    @Test
    void eachPixelIsOfOneImage() {
        Tensor images = Ops.broadcastTo(Ops.arange(7).reshape(7, 1, 1, 1), Shape.of(7, 5, 6, 2));
        float[] y = new CutMix().seed(3).apply(images, Mode.TRAINING).floats();
        for (int i = 0; i < 7; i++) {
            Set<Float> found = new TreeSet<>();
            for (int k = 0; k < 60; k++) {
                found.add(y[60 * i + k]);
            }
            assertTrue(
                    found.size() <= 2 && found.stream().allMatch(v -> v == Math.rint(v)), "image " + i + ": " + found);
        }
    }
}
