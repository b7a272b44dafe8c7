package org.kerata.layers.reshaping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.layers.harness.LayerContract;

class ZeroPadding2DTest implements LayerContract {
    @Test
    void refusesNegativeWidths() {
        assertError(
                () -> new ZeroPadding2D(-1),
                "ZeroPadding2D: padding must be 0 or more: a number, 2 numbers, or 2 pairs of numbers. Received: [[-1, -1], [-1, -1]].");
    }

    @Test
    void channelsMayComeFirst() {
        assertEquals(
                "(1, 3, 7, 9)",
                new ZeroPadding2D(1, 2)
                        .dataFormat("channels_first")
                        .apply(Ops.ones(1, 3, 5, 5))
                        .shape()
                        .toString());
    }
}
