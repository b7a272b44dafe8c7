package org.kerata.layers.reshaping;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.harness.LayerContract;

class FlattenTest implements LayerContract {
    @Test
    void channelsMayComeFirst() {
        Tensor x = Ops.reshape(Ops.arange(24).cast("float32"), 1, 3, 4, 2);
        assertArrayEquals(
                x.transpose(0, 2, 3, 1).floats(),
                new Flatten().dataFormat("channels_first").apply(x).floats());
    }

    @Test
    void refusesASingleNumber() {
        assertError(
                () -> new Flatten().apply(Tensor.scalar(1)),
                "Layer \"flatten\" (Flatten) needs an input with at least 1 axes, the batch included. Received: shape ().");
    }
}
