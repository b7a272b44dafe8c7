package org.kerata.layers.merging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

class MultiplyTest implements LayerContract {
    @Test
    void whatIsMaskedDoesNotCountUnlessAllIs() {
        Call call = Call.start(Mode.INFERENCE);
        Tensor a = Tensor.of(new float[] {1, 5, 2, 4}, 1, 4, 1);
        Tensor b = Tensor.of(new float[] {3, 2, 6, 3}, 1, 4, 1);
        call.setMask(a, Tensor.of(new boolean[] {true, true, false, false}, 1, 4));
        call.setMask(b, Tensor.of(new boolean[] {true, false, true, false}, 1, 4));
        Tensor y = new Multiply().applyAll(List.of(a, b), call).get(0);
        assertArrayEquals(new float[] {3, 5, 6, 0}, y.floats());
        assertArrayEquals(
                new boolean[] {true, true, true, false}, call.maskOf(y).booleans());
    }
}
