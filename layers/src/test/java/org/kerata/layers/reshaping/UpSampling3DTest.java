package org.kerata.layers.reshaping;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.harness.LayerContract;

class UpSampling3DTest implements LayerContract {
    @Test
    void channelsMayComeFirst() {
        UpSampling3D last = new UpSampling3D(2, 3, 1);
        Tensor x = Ops.reshape(Ops.arange(36).cast("float32"), 1, 2, 3, 2, 3).times(0.01);
        Tensor expected = last.apply(x);
        UpSampling3D first = new UpSampling3D(2, 3, 1).dataFormat("channels_first");
        Tensor y = first.apply(x.transpose(0, 4, 1, 2, 3));
        assertArrayEquals(expected.floats(), y.transpose(0, 2, 3, 4, 1).floats(), 1e-4f);
    }
}
