package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.harness.LayerContract;

class CategoryEncodingTest implements LayerContract {
    @Test
    void countsMayBeWeighted() {
        Tensor x = Tensor.of(new int[] {0, 2, 2, 1}, 2, 2);
        Tensor w = Tensor.of(new float[] {0.5f, 2, 3, 4}, 2, 2);
        assertArrayEquals(
                new float[] {0.5f, 0, 2, 0, 4, 3},
                new CategoryEncoding(3).outputMode("count").apply(List.of(x, w)).floats());
        assertError(
                () -> new CategoryEncoding(3).apply(List.of(x, w)),
                "Layer \"category_encoding\" (CategoryEncoding): Weights are used where numbers are counted, outputMode(\"count\")."
                        + " Received two inputs.");
    }

    @Test
    void refusesNoTokens() {
        assertError(() -> new CategoryEncoding(0), "CategoryEncoding: numTokens must be at least 1. Received: 0.");
        assertError(
                () -> new CategoryEncoding(2).outputMode("int"),
                "CategoryEncoding: outputMode must be one of \"multi_hot\", \"one_hot\", \"count\". Received: \"int\".");
    }
}
