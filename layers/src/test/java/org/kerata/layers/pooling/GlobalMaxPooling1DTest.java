package org.kerata.layers.pooling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.harness.LayerContract;

class GlobalMaxPooling1DTest implements LayerContract {
    @Test
    void channelsMayComeFirst() {
        Tensor x = Ops.reshape(Ops.arange(42).cast("float32"), 2, 7, 3);
        assertArrayEquals(
                x.max(2).floats(),
                new GlobalMaxPooling1D().dataFormat("channels_first").apply(x).floats(),
                1e-4f);
    }
}
