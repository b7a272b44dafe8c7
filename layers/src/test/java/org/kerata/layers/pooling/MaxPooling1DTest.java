package org.kerata.layers.pooling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.harness.LayerContract;

class MaxPooling1DTest implements LayerContract {
    @Test
    void refusesWhatDoesNotFit() {
        assertError(() -> new MaxPooling1D(0), "MaxPooling1D: poolSize must be at least 1. Received: [0].");
        assertError(
                () -> new MaxPooling1D(2).apply(Ops.ones(2, 8, 8, 3)),
                "Layer \"max_pooling1d\" (MaxPooling1D) needs an input with 3 axes, the batch included. Received: shape (2, 8, 8, 3).");
    }

    @Test
    void channelsMayComeFirst() {
        MaxPooling1D last = new MaxPooling1D(2).padding("same");
        Tensor x = Ops.reshape(Ops.arange(42).cast("float32"), 2, 7, 3).times(0.01);
        Tensor expected = last.apply(x);
        MaxPooling1D first = new MaxPooling1D(2).padding("same").dataFormat("channels_first");
        Tensor y = first.apply(x.transpose(0, 2, 1));
        assertArrayEquals(expected.floats(), y.transpose(0, 2, 1).floats(), 1e-4f);
    }
}
