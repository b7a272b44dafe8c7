package org.kerata.layers.pooling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.harness.LayerContract;

class AdaptiveMaxPooling1DTest implements LayerContract {
    @Test
    void refusesNoWindows() {
        assertError(
                () -> new AdaptiveMaxPooling1D(0),
                "AdaptiveMaxPooling1D: outputSize must be at least 1. Received: [0].");
    }

    @Test
    void channelsMayComeFirst() {
        AdaptiveMaxPooling1D last = new AdaptiveMaxPooling1D(3);
        Tensor x = Ops.reshape(Ops.arange(42).cast("float32"), 2, 7, 3).times(0.01);
        Tensor expected = last.apply(x);
        AdaptiveMaxPooling1D first = new AdaptiveMaxPooling1D(3).dataFormat("channels_first");
        Tensor y = first.apply(x.transpose(0, 2, 1));
        assertArrayEquals(expected.floats(), y.transpose(0, 2, 1).floats(), 1e-4f);
    }
}
