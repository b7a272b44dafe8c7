package org.kerata.layers.convolutional;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.harness.LayerContract;

class Conv2DTransposeTest implements LayerContract {
    @Test
    void refusesOptionsThatDoNotFit() {
        assertError(
                () -> new Conv2DTranspose(4, 3).strides(2).outputPadding(2).apply(Ops.ones(1, 3, 3, 1)),
                "Layer \"conv2d_transpose\" (Conv2DTranspose): outputPadding must be less than strides. Received: outputPadding [2, 2],"
                        + " strides [2, 2].");
        assertError(
                () -> new Conv2DTranspose(4, 3).outputPadding(-1),
                "Conv2DTranspose: outputPadding must be at least 0, or 2 such numbers. Received: [-1].");
        assertError(
                () -> new Conv2DTranspose(4, 3).padding("causal"),
                "Conv2DTranspose: padding must be one of \"valid\", \"same\". Received: \"causal\".");
    }

    @Test
    void channelsMayComeFirst() {
        Conv2DTranspose last = new Conv2DTranspose(2, 3).strides(2, 1);
        Tensor x = Ops.reshape(Ops.arange(72).cast("float32"), 2, 3, 4, 3).times(0.01);
        Tensor expected = last.apply(x);
        Conv2DTranspose first = new Conv2DTranspose(2, 3).strides(2, 1).dataFormat("channels_first");
        first.computeOutputShape(Shape.of(-1, 3, 3, 4));
        first.setWeights(last.getWeights());
        Tensor y = first.apply(x.transpose(0, 3, 1, 2));
        assertArrayEquals(expected.floats(), y.transpose(0, 2, 3, 1).floats(), 1e-4f);
    }
}
