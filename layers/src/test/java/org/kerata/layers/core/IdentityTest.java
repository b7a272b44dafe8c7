package org.kerata.layers.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

class IdentityTest implements LayerContract {
    @Test
    void passesSeveralInputsAndMasksOn() {
        Call call = Call.start(Mode.INFERENCE);
        Tensor a = Ops.ones(1, 2);
        Tensor mask = Tensor.of(new boolean[] {true, false}, 1, 2);
        call.setMask(a, mask);
        List<Tensor> ys = new Identity().applyAll(List.of(a, Ops.zeros(3)), call);
        assertEquals(2, ys.size());
        assertSame(mask, call.maskOf(ys.get(0)));
        assertEquals(0, ys.get(1).sum().scalar());
    }
}
