package org.kerata.layers.reshaping;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.harness.LayerContract;

class Cropping2DTest implements LayerContract {
    @Test
    void somethingMustBeLeft() {
        assertError(
                () -> new Cropping2D(2).name("c").apply(Ops.ones(2, 4, 4, 3)),
                "Layer \"c\" (Cropping2D): cropping must leave something of each axis. Received: cropping ["
                        + "[2, 2], [2, 2]], input shape (2, 4, 4, 3).");
    }

    @Test
    void channelsMayComeFirst() {
        Cropping2D last = new Cropping2D(1, 2);
        Tensor x = Ops.reshape(Ops.arange(210).cast("float32"), 2, 5, 7, 3).times(0.01);
        Tensor expected = last.apply(x);
        Cropping2D first = new Cropping2D(1, 2).dataFormat("channels_first");
        Tensor y = first.apply(x.transpose(0, 3, 1, 2));
        assertArrayEquals(expected.floats(), y.transpose(0, 2, 3, 1).floats(), 1e-4f);
    }
}
