package org.kerata.layers.pooling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.harness.LayerContract;

class AveragePooling3DTest implements LayerContract {
    @Test
    void refusesWhatDoesNotFit() {
        assertError(
                () -> new AveragePooling3D(0),
                "AveragePooling3D: poolSize must be at least 1, or 3 such numbers. Received: [0, 0, 0].");
        assertError(
                () -> new AveragePooling3D(2).apply(Ops.ones(2, 8, 8, 3)),
                "Layer \"average_pooling3d\" (AveragePooling3D) needs an input with 5 axes, the batch included. Received: shape (2, 8, 8, 3).");
    }

    @Test
    void channelsMayComeFirst() {
        AveragePooling3D last = new AveragePooling3D(2).padding("same");
        Tensor x = Ops.reshape(Ops.arange(360).cast("float32"), 1, 5, 4, 6, 3).times(0.01);
        Tensor expected = last.apply(x);
        AveragePooling3D first = new AveragePooling3D(2).padding("same").dataFormat("channels_first");
        Tensor y = first.apply(x.transpose(0, 4, 1, 2, 3));
        assertArrayEquals(expected.floats(), y.transpose(0, 2, 3, 4, 1).floats(), 1e-4f);
    }
}
