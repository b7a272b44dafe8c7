package org.kerata.layers.pooling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.harness.LayerContract;

class MaxPooling2DTest implements LayerContract {
    @Test
    void refusesWhatDoesNotFit() {
        assertError(
                () -> new MaxPooling2D(0),
                "MaxPooling2D: poolSize must be at least 1, or 2 such numbers. Received: [0, 0].");
        assertError(
                () -> new MaxPooling2D(2).apply(Ops.ones(2, 8, 8)),
                "Layer \"max_pooling2d\" (MaxPooling2D) needs an input with 4 axes, the batch included. Received: shape (2, 8, 8).");
    }

    @Test
    void channelsMayComeFirst() {
        Tensor x = Ops.reshape(Ops.arange(120).cast("float32"), 2, 5, 4, 3);
        Tensor y =
                new MaxPooling2D(2).strides(2, 1).dataFormat("channels_first").apply(x.transpose(0, 3, 1, 2));
        assertArrayEquals(
                new MaxPooling2D(2).strides(2, 1).apply(x).floats(),
                y.transpose(0, 2, 3, 1).floats());
    }
}
