package org.kerata.layers.activation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

class SoftmaxTest implements LayerContract {
    @Test
    void whatIsMaskedGetsNothing() {
        Call call = Call.start(Mode.INFERENCE);
        Tensor x = Tensor.of(new float[] {1, 1, 5, 2, 3, 4}, 2, 3);
        call.setMask(x, Tensor.of(new boolean[] {true, true, false, false, false, false}, 2, 3));
        assertArrayEquals(
                new float[] {0.5f, 0.5f, 0, 0, 0, 0},
                new Softmax().applyAll(List.of(x), call).get(0).floats(),
                1e-6f);
    }
}
