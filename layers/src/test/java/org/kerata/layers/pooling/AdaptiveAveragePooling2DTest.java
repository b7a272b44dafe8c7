package org.kerata.layers.pooling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.harness.LayerContract;

class AdaptiveAveragePooling2DTest implements LayerContract {
    @Test
    void refusesNoWindows() {
        assertError(
                () -> new AdaptiveAveragePooling2D(0),
                "AdaptiveAveragePooling2D: outputSize must be at least 1, or 2 such numbers. Received: [0, 0].");
    }

    @Test
    void channelsMayComeFirst() {
        AdaptiveAveragePooling2D last = new AdaptiveAveragePooling2D(3);
        Tensor x = Ops.reshape(Ops.arange(210).cast("float32"), 2, 5, 7, 3).times(0.01);
        Tensor expected = last.apply(x);
        AdaptiveAveragePooling2D first = new AdaptiveAveragePooling2D(3).dataFormat("channels_first");
        Tensor y = first.apply(x.transpose(0, 3, 1, 2));
        assertArrayEquals(expected.floats(), y.transpose(0, 2, 3, 1).floats(), 1e-4f);
    }
}
