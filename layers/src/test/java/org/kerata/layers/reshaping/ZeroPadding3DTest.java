package org.kerata.layers.reshaping;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.harness.LayerContract;

class ZeroPadding3DTest implements LayerContract {
    @Test
    void refusesNegativeWidths() {
        assertError(
                () -> new ZeroPadding3D(1, -1, 1),
                "ZeroPadding3D: padding must be 0 or more: a number, 3 numbers, or 3 pairs of numbers. Received: [[1, 1], [-1, -1],"
                        + " [1, 1]].");
    }

    @Test
    void channelsMayComeFirst() {
        ZeroPadding3D last = new ZeroPadding3D(1, 2, 0);
        Tensor x = Ops.reshape(Ops.arange(36).cast("float32"), 1, 2, 3, 2, 3).times(0.01);
        Tensor expected = last.apply(x);
        ZeroPadding3D first = new ZeroPadding3D(1, 2, 0).dataFormat("channels_first");
        Tensor y = first.apply(x.transpose(0, 4, 1, 2, 3));
        assertArrayEquals(expected.floats(), y.transpose(0, 2, 3, 4, 1).floats(), 1e-4f);
    }
}
