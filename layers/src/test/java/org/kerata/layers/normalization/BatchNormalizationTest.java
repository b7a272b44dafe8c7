package org.kerata.layers.normalization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

class BatchNormalizationTest implements LayerContract {
    @Test
    void refusesOtherShapes() {
        BatchNormalization b = new BatchNormalization();
        b.apply(Ops.ones(2, 3));
        assertError(
                () -> b.apply(Ops.ones(2, 4)),
                "Layer \"batch_normalization\" (BatchNormalization) was built for 3 channels. Received: shape (2, 4).");
    }

    @Test
    void masksDecideWhatCounts() {
        Tensor x = Tensor.of(new float[] {1, 10, 2, 20, 3, 30, 99, -99}, 1, 4, 2);
        Call call = Call.start(Mode.TRAINING);
        call.setMask(x, Tensor.of(new boolean[] {true, true, true, false}, 1, 4));
        BatchNormalization b = new BatchNormalization().momentum(0).epsilon(0);
        Tensor y = b.applyAll(List.of(x), call).get(0);
        assertArrayEquals(new float[] {2, 20}, b.weights().get(2).floats(), 1e-4f);
        assertArrayEquals(new float[] {2 / 3f, 200 / 3f}, b.weights().get(3).floats(), 1e-4f);
        assertEquals(-1.2247f, y.floats()[0], 1e-3f);
    }
}
