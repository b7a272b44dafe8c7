package org.kerata.layers.reshaping;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.harness.LayerContract;

class Cropping3DTest implements LayerContract {
    @Test
    void somethingMustBeLeft() {
        assertError(
                () -> new Cropping3D(2).name("c").apply(Ops.ones(2, 4, 4, 4, 3)),
                "Layer \"c\" (Cropping3D): cropping must leave something of each axis. Received: cropping ["
                        + "[2, 2], [2, 2], [2, 2]], input shape (2, 4, 4, 4, 3).");
    }

    @Test
    void channelsMayComeFirst() {
        Cropping3D last = new Cropping3D(1, 0, 2);
        Tensor x = Ops.reshape(Ops.arange(360).cast("float32"), 1, 5, 4, 6, 3).times(0.01);
        Tensor expected = last.apply(x);
        Cropping3D first = new Cropping3D(1, 0, 2).dataFormat("channels_first");
        Tensor y = first.apply(x.transpose(0, 4, 1, 2, 3));
        assertArrayEquals(expected.floats(), y.transpose(0, 2, 3, 4, 1).floats(), 1e-4f);
    }
}
