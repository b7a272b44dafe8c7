package org.kerata.layers.reshaping;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.harness.LayerContract;

class ZeroPadding1DTest implements LayerContract {
    @Test
    void refusesNegativeWidths() {
        assertError(
                () -> new ZeroPadding1D(-1),
                "ZeroPadding1D: padding must be at least 0, or 2 such numbers. Received: [-1, -1].");
    }

    @Test
    void channelsMayComeFirst() {
        ZeroPadding1D last = new ZeroPadding1D(1, 2);
        Tensor x = Ops.reshape(Ops.arange(42).cast("float32"), 2, 7, 3).times(0.01);
        Tensor expected = last.apply(x);
        ZeroPadding1D first = new ZeroPadding1D(1, 2).dataFormat("channels_first");
        Tensor y = first.apply(x.transpose(0, 2, 1));
        assertArrayEquals(expected.floats(), y.transpose(0, 2, 1).floats(), 1e-4f);
    }
}
