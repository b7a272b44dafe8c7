package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Mode;

class CutMixTest implements MixContract<CutMix> {
    @Override
    public CutMix layer() {
        return new CutMix(1, 1).seed(1);
    }

    @Override
    public double nearness() {
        return 40 * 0.13;
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
