package org.kerata.layers.convolutional;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.harness.LayerContract;

class Conv3DTest implements LayerContract {
    @Test
    void refusesOtherShapes() {
        assertError(
                () -> new Conv3D(4, 3).apply(Ops.ones(1, 28, 28, 3)),
                "Layer \"conv3d\" (Conv3D) needs an input with 5 axes, the batch included. Received: shape (1, 28, 28, 3).");
        assertError(
                () -> new Conv3D(4, new int[] {2, 2}),
                "Conv3D: kernelSize must be at least 1, or 3 such numbers. Received: [2, 2].");
    }

    @Test
    void channelsMayComeFirst() {
        Conv3D last = new Conv3D(2, 2).padding("same");
        Tensor x = Ops.reshape(Ops.arange(72).cast("float32"), 1, 3, 4, 2, 3).times(0.01);
        Tensor expected = last.apply(x);
        Conv3D first = new Conv3D(2, 2).padding("same").dataFormat("channels_first");
        first.computeOutputShape(Shape.of(-1, 3, 3, 4, 2));
        first.setWeights(last.getWeights());
        Tensor y = first.apply(x.transpose(0, 4, 1, 2, 3));
        assertArrayEquals(expected.floats(), y.transpose(0, 2, 3, 4, 1).floats(), 1e-4f);
    }
}
