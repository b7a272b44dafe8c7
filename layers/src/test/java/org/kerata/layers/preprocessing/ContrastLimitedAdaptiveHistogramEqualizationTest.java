package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.harness.LayerContract;

class ContrastLimitedAdaptiveHistogramEqualizationTest implements LayerContract {
    @Test
    void singleImagesAreOneToo() {
        ContrastLimitedAdaptiveHistogramEqualization l =
                new ContrastLimitedAdaptiveHistogramEqualization().tileGridSize(2);
        Tensor x = Ops.arange(36).reshape(6, 6, 1).times(7);
        assertArrayEquals(l.apply(Ops.expandDims(x, 0)).floats(), l.apply(x).floats());
        assertError(
                () -> new ContrastLimitedAdaptiveHistogramEqualization().tileGridSize(0),
                "ContrastLimitedAdaptiveHistogramEqualization: tileGridSize must be at least 1, or 2 such numbers. Received: [0].");
    }
}
