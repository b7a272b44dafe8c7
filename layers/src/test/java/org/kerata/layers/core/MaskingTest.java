package org.kerata.layers.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.harness.LayerContract;
import org.kerata.layers.harness.OutputMasks;

class MaskingTest implements LayerContract {
    @TestFactory
    Stream<DynamicTest> masks() {
        return OutputMasks.checks("masking");
    }

    @Test
    void refusesSingleNumbers() {
        assertError(
                () -> new Masking().apply(Tensor.scalar(1)),
                "Layer \"masking\" (Masking) needs an input with at least 1 axes, the batch included. Received: shape ().");
    }

    @Test
    void keepsTheValueInItsConfig() {
        assertEquals(-1.5, new Masking(-1.5).config().get("mask_value"));
    }
}
