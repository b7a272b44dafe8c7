package org.kerata.layers.merging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

class AddTest implements LayerContract {
    @Test
    void refusesShapesThatDoNotFit() {
        assertError(
                () -> new Add().apply(Ops.ones(2, 3), Ops.ones(2, 4)),
                "Layer \"add\" (Add): The inputs' shapes must be equal, or broadcast together. Received: shapes (2, 3), (2, 4).");
        assertError(
                () -> new Add().apply(Ops.ones(2, 3), Ops.ones(4, 3)),
                "Layer \"add\" (Add): The inputs must have one batch size. Received: shapes (2, 3), (4, 3).");
    }

    @Test
    void aMaskIsTrueWhereAnyInputsIs() {
        Call call = Call.start(Mode.INFERENCE);
        Tensor a = Ops.ones(1, 3, 2);
        Tensor b = Ops.ones(1, 3, 2);
        call.setMask(a, Tensor.of(new boolean[] {true, false, false}, 1, 3));
        assertNull(call.maskOf(new Add().applyAll(List.of(a, b), call).get(0)));
        call.setMask(b, Tensor.of(new boolean[] {true, true, false}, 1, 3));
        Tensor mask = call.maskOf(new Add().applyAll(List.of(a, b), call).get(0));
        assertArrayEquals(new boolean[] {true, true, false}, mask.booleans());
    }
}
