package org.kerata.layers.normalization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.layers.harness.LayerContract;

class UnitNormalizationTest implements LayerContract {
    @Test
    void zerosStayZeros() {
        assertArrayEquals(
                new float[3], new UnitNormalization().apply(Ops.zeros(1, 3)).floats());
    }
}
