package org.kerata.layers.convolutional;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.Slice;
import org.kerata.layers.harness.LayerContract;

class Conv1DTest implements LayerContract {
    @Test
    void refusesOptionsThatDoNotFit() {
        assertError(() -> new Conv1D(4, 0), "Conv1D: kernelSize must be at least 1. Received: [0].");
        assertError(
                () -> new Conv1D(4, 3).padding("smae"),
                "Conv1D: padding must be one of \"valid\", \"same\", \"causal\". Received: \"smae\".");
        assertError(
                () -> new Conv1D(4, 3).strides(2).dilationRate(2).apply(Ops.ones(1, 9, 1)),
                "Layer \"conv1d\" (Conv1D): strides and dilationRate cannot both be above 1. Received: strides [2], dilationRate [2].");
        assertError(
                () -> new Conv1D(4, 5).apply(Ops.ones(1, 3, 2)),
                "Layer \"conv1d\" (Conv1D): conv: A window of 5 does not fit into an axis of length 3. Use padding \"same\" or a larger"
                        + " input.");
    }

    @Test
    void causalKernelsSeeNothingOfTheFuture() {
        Conv1D c = new Conv1D(2, 3).padding("causal").dilationRate(2);
        Tensor x = Ops.reshape(Ops.arange(24).cast("float32"), 1, 12, 2);
        float[] whole = c.apply(x).floats();
        float[] part =
                c.apply(Ops.slice(x, Slice.ALL, Slice.of(0, 7), Slice.ALL)).floats();
        assertArrayEquals(part, Arrays.copyOf(whole, part.length), 1e-5f);
    }

    @Test
    void channelsMayComeFirst() {
        Conv1D last = new Conv1D(2, 3).padding("causal").strides(2);
        Tensor x = Ops.reshape(Ops.arange(42).cast("float32"), 2, 7, 3).times(0.01);
        Tensor expected = last.apply(x);
        Conv1D first = new Conv1D(2, 3).padding("causal").strides(2).dataFormat("channels_first");
        first.computeOutputShape(Shape.of(-1, 3, 7));
        first.setWeights(last.getWeights());
        Tensor y = first.apply(x.transpose(0, 2, 1));
        assertArrayEquals(expected.floats(), y.transpose(0, 2, 1).floats(), 1e-4f);
    }
}
