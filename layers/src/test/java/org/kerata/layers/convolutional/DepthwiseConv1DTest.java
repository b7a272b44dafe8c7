package org.kerata.layers.convolutional;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.harness.LayerContract;

class DepthwiseConv1DTest implements LayerContract {
    @Test
    void refusesCausalPadding() {
        assertError(
                () -> new DepthwiseConv1D(3).padding("causal"),
                "DepthwiseConv1D: padding must be one of \"valid\", \"same\". Received: \"causal\".");
    }

    @Test
    void channelsMayComeFirst() {
        DepthwiseConv1D last = new DepthwiseConv1D(3).depthMultiplier(2);
        Tensor x = Ops.reshape(Ops.arange(42).cast("float32"), 2, 7, 3).times(0.01);
        Tensor expected = last.apply(x);
        DepthwiseConv1D first = new DepthwiseConv1D(3).depthMultiplier(2).dataFormat("channels_first");
        first.computeOutputShape(Shape.of(-1, 3, 7));
        first.setWeights(last.getWeights());
        Tensor y = first.apply(x.transpose(0, 2, 1));
        assertArrayEquals(expected.floats(), y.transpose(0, 2, 1).floats(), 1e-4f);
    }
}
