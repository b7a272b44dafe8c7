package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerCase;
import org.kerata.layers.harness.LayerContract;

class RandomCropTest implements LayerContract {
    /** Where it is not trained, images come out as they are, whatever the shape says. */
    @Override
    public Map<String, Executable> checks(LayerCase c) {
        Map<String, Executable> all = LayerContract.super.checks(c);
        all.remove("empty batch");
        return all;
    }

    @Test
    void takesAPartFromAnywhere() {
        RandomCrop l = new RandomCrop(2, 3).seed(1);
        Tensor x = Ops.arange(20).reshape(1, 4, 5, 1);
        Set<Float> starts = new TreeSet<>();
        for (int i = 0; i < 100; i++) {
            float[] y = l.apply(x, Mode.TRAINING).floats();
            starts.add(y[0]);
            assertArrayEquals(new float[] {y[0], y[0] + 1, y[0] + 2, y[0] + 5, y[0] + 6, y[0] + 7}, y);
        }
        assertEquals(Set.of(0f, 1f, 2f, 5f, 6f, 7f, 10f, 11f, 12f), starts);
        assertEquals(x.shape(), l.apply(x).shape());
    }
}
