package org.kerata.layers.merging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

class ConcatenateTest implements LayerContract {
    @Test
    void refusesShapesThatDoNotFit() {
        assertError(
                () -> new Concatenate().apply(Ops.ones(2, 3, 4), Ops.ones(2, 2, 4)),
                "Layer \"concatenate\" (Concatenate): The inputs' shapes must be equal but for axis -1. Received: shapes (2, 3, 4), (2, 2, 4).");
    }

    @Test
    void joinsMasks() {
        Call call = Call.start(Mode.INFERENCE);
        Tensor a = Ops.ones(1, 2, 3);
        Tensor b = Ops.ones(1, 1, 3);
        call.setMask(a, Tensor.of(new boolean[] {true, false}, 1, 2));
        Tensor y = new Concatenate().axis(1).applyAll(List.of(a, b), call).get(0);
        assertArrayEquals(new boolean[] {true, false, true}, call.maskOf(y).booleans());
    }
}
