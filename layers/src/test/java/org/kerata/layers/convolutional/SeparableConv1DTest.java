package org.kerata.layers.convolutional;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.harness.LayerContract;

class SeparableConv1DTest implements LayerContract {
    @Test
    void refusesZeroFilters() {
        assertError(() -> new SeparableConv1D(0, 3), "SeparableConv1D: filters must be at least 1. Received: 0.");
    }

    @Test
    void channelsMayComeFirst() {
        SeparableConv1D last = new SeparableConv1D(2, 3);
        Tensor x = Ops.reshape(Ops.arange(42).cast("float32"), 2, 7, 3).times(0.01);
        Tensor expected = last.apply(x);
        SeparableConv1D first = new SeparableConv1D(2, 3).dataFormat("channels_first");
        first.computeOutputShape(Shape.of(-1, 3, 7));
        first.setWeights(last.getWeights());
        Tensor y = first.apply(x.transpose(0, 2, 1));
        assertArrayEquals(expected.floats(), y.transpose(0, 2, 1).floats(), 1e-4f);
    }
}
