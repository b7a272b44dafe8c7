package org.kerata.layers.merging;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.layers.harness.LayerContract;

class DotTest implements LayerContract {
    @Test
    void refusesShapesThatDoNotFit() {
        assertError(
                () -> new Dot(1).apply(Ops.ones(2, 3), Ops.ones(2, 4)),
                "Layer \"dot\" (Dot): The axes must be equal: axis 1 of (2, 3) has 3, axis 1 of (2, 4) has 4.");
        assertError(
                () -> new Dot(0).apply(Ops.ones(2, 3), Ops.ones(2, 3)),
                "Layer \"dot\" (Dot): The axis must not be that of the batch, 0.");
        assertError(
                () -> new Dot(1).apply(Ops.ones(2), Ops.ones(2)),
                "Layer \"dot\" (Dot): Both inputs must have 2 or more axes, the batch included. Received: shape (2,).");
        assertError(() -> new Dot(1).apply(Ops.ones(2, 3)), "Layer \"dot\" (Dot): It takes two inputs. Received: 1.");
    }
}
