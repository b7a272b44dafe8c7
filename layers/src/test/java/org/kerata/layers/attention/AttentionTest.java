package org.kerata.layers.attention;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.Tensors;
import org.kerata.layers.Mode;
import org.kerata.layers.harness.LayerContract;

class AttentionTest implements LayerContract {
    @Test
    void refusesOtherNumbersOfInputs() {
        assertError(
                () -> new Attention().apply(Ops.ones(2, 3, 4)),
                "Layer \"attention\" (Attention): It takes queries, values and perhaps keys. Received: 1 input.");
        assertError(
                () -> new Attention().scoreMode("sum"),
                "Attention: scoreMode must be one of \"dot\", \"concat\". Received: \"sum\".");
    }

    /** The mean over many draws is what is found without dropout. */
    @Test
    void dropsWeightsInTraining() {
        Tensor q = Tensors.normal(1, 2, 5, 4);
        Tensor v = Ops.ones(2, 400, 4);
        Attention a = new Attention().dropout(0.5).seed(3).returnAttentionScores(true);
        float[] weights = a.applyAll(List.of(q, v), Mode.TRAINING).get(1).floats();
        int zeros = 0;
        double sum = 0;
        for (float w : weights) {
            zeros += w == 0 ? 1 : 0;
            sum += w;
        }
        assertEquals(0.5, (double) zeros / weights.length, 0.05);
        assertEquals(10, sum, 0.5);
    }
}
