package org.kerata.layers.reshaping;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.layers.harness.LayerContract;

class RepeatVectorTest implements LayerContract {
    @Test
    void refusesWhatIsNoVector() {
        assertError(() -> new RepeatVector(0), "RepeatVector: n must be at least 1. Received: 0.");
        assertError(
                () -> new RepeatVector(2).apply(Ops.ones(2, 3, 4)),
                "Layer \"repeat_vector\" (RepeatVector) needs an input with 2 axes, the batch included. Received: shape (2, 3, 4).");
    }
}
