package org.kerata.layers.pooling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.harness.LayerContract;

class GlobalAveragePooling2DTest implements LayerContract {
    @Test
    void channelsMayComeFirst() {
        Tensor x = Ops.reshape(Ops.arange(120).cast("float32"), 2, 5, 4, 3);
        assertArrayEquals(
                x.mean(2, 3).floats(),
                new GlobalAveragePooling2D()
                        .dataFormat("channels_first")
                        .apply(x)
                        .floats(),
                1e-4f);
    }
}
