package org.kerata.layers.pooling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.harness.LayerContract;

class AdaptiveMaxPooling3DTest implements LayerContract {
    @Test
    void refusesNoWindows() {
        assertError(
                () -> new AdaptiveMaxPooling3D(0),
                "AdaptiveMaxPooling3D: outputSize must be at least 1, or 3 such numbers. Received: [0, 0, 0].");
    }

    @Test
    void channelsMayComeFirst() {
        AdaptiveMaxPooling3D last = new AdaptiveMaxPooling3D(3);
        Tensor x = Ops.reshape(Ops.arange(360).cast("float32"), 1, 5, 4, 6, 3).times(0.01);
        Tensor expected = last.apply(x);
        AdaptiveMaxPooling3D first = new AdaptiveMaxPooling3D(3).dataFormat("channels_first");
        Tensor y = first.apply(x.transpose(0, 4, 1, 2, 3));
        assertArrayEquals(expected.floats(), y.transpose(0, 2, 3, 4, 1).floats(), 1e-4f);
    }
}
