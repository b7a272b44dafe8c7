package org.kerata.layers.convolutional;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.harness.LayerContract;

class Conv2DTest implements LayerContract {
    @Test
    void refusesOptionsThatDoNotFit() {
        assertError(
                () -> new Conv2D(4, 0), "Conv2D: kernelSize must be at least 1, or 2 such numbers. Received: [0, 0].");
        assertError(
                () -> new Conv2D(4, new int[] {1, 2, 3}),
                "Conv2D: kernelSize must be at least 1, or 2 such numbers. Received: [1, 2, 3].");
        assertError(
                () -> new Conv2D(4, 3).padding("smae"),
                "Conv2D: padding must be one of \"valid\", \"same\". Received: \"smae\".");
        assertError(
                () -> new Conv2D(4, 3).strides(2).dilationRate(2).apply(Ops.ones(1, 9, 9, 1)),
                "Layer \"conv2d\" (Conv2D): strides and dilationRate cannot both be above 1. Received: strides [2, 2], dilationRate [2, 2].");
        assertError(
                () -> new Conv2D(4, 3).groups(2).apply(Ops.ones(1, 9, 9, 3)),
                "Layer \"conv2d\" (Conv2D): Input channels and filters must be divisible by groups. Received: 3 channels, 4 filters,"
                        + " groups 2.");
    }

    @Test
    void refusesOtherShapes() {
        assertError(
                () -> new Conv2D(4, 3).apply(Ops.ones(1, 28, 28)),
                "Layer \"conv2d\" (Conv2D) needs an input with 4 axes, the batch included. Received: shape (1, 28, 28).");
        Conv2D c = new Conv2D(4, 3).name("c");
        c.apply(Ops.ones(1, 5, 5, 3));
        assertError(
                () -> c.apply(Ops.ones(1, 5, 5, 1)),
                "Layer \"c\" (Conv2D) was built for 3 input channels. Received: shape (1, 5, 5, 1).");
        assertError(
                () -> new Conv2D(4, 3).computeOutputShape(Shape.of(-1, 8, 8, -1)),
                "Layer \"conv2d\" (Conv2D): The number of input channels must be known. Received: shape (None, 8, 8, None).");
    }

    @Test
    void channelsMayComeFirst() {
        Conv2D last = new Conv2D(2, 3).padding("same").strides(2, 1);
        Tensor x = Ops.reshape(Ops.arange(120).cast("float32"), 2, 5, 4, 3);
        Tensor expected = last.apply(x);
        Conv2D first = new Conv2D(2, 3).padding("same").strides(2, 1).dataFormat("channels_first");
        first.computeOutputShape(Shape.of(-1, 3, 5, 4));
        first.setWeights(last.getWeights());
        Tensor y = first.apply(x.transpose(0, 3, 1, 2));
        assertArrayEquals(expected.floats(), y.transpose(0, 2, 3, 1).floats(), 1e-3f);
    }
}
