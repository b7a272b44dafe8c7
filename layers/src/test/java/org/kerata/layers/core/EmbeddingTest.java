package org.kerata.layers.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Layer;
import org.kerata.layers.Layers;
import org.kerata.layers.harness.LayerContract;
import org.kerata.layers.harness.OutputMasks;

class EmbeddingTest implements LayerContract {
    @TestFactory
    Stream<DynamicTest> masks() {
        return OutputMasks.checks("embedding");
    }

    @Test
    void refusesSizesBelowOne() {
        assertError(() -> new Embedding(0, 4), "Embedding: inputDim must be at least 1. Received: 0.");
        assertError(() -> new Embedding(4, -1), "Embedding: outputDim must be at least 1. Received: -1.");
    }

    @Test
    void namesTheNumberThatIsOutOfRange() {
        Embedding e = new Embedding(5, 2);
        assertError(
                () -> e.apply(Tensor.of(new int[][] {{0, 1}, {4, 5}})).floats(),
                "take: index 5 at position [1, 1] is out of range. Expected 0 to 4, axis 0 having length 5.");
        assertError(
                () -> e.apply(Tensor.of(new int[][] {{0, 1}, {-1, 2}})).floats(),
                "take: index -1 at position [1, 0] is out of range. Expected 0 to 4, axis 0 having length 5.");
    }

    @Test
    void startsWithGivenVectors() {
        float[][] vectors = {{1, 2}, {3, 4}, {5, 6}};
        Embedding e = new Embedding(3, 2).weights(Tensor.of(vectors));
        assertArrayEquals(
                new float[] {5, 6, 1, 2}, e.apply(Tensor.of(new int[] {2, 0})).floats());
        assertError(
                () -> new Embedding(3, 3).weights(Tensor.of(vectors)),
                "Layer \"embedding\" (Embedding): weights must have shape (3, 3). Received: shape (3, 2).");
    }

    @Test
    void keepsWideIndicesAndAnyType() {
        Embedding e = new Embedding(3, 2).dtype("float64");
        Tensor y = e.apply(Ops.cast(Tensor.of(new int[] {2, 0}), DType.INT64));
        assertEquals(DType.FLOAT64, y.dtype());
        assertEquals(Shape.of(2, 2), y.shape());
    }

    @Test
    void readsWhatOtherVersionsWrite() {
        Layer e = Layers.NAMES.read(Map.of(
                "class_name",
                "Embedding",
                "config",
                Map.of("input_dim", 4, "output_dim", 2, "input_length", 7, "lora_rank", 2, "lora_alpha", 4)));
        assertEquals(Shape.of(-1, 7, 2), e.computeOutputShape(Shape.of(-1, 7)));
        assertError(
                () -> Layers.NAMES.read(Map.of(
                        "class_name",
                        "Embedding",
                        "config",
                        Map.of("input_dim", 4, "output_dim", 2, "quantization_config", Map.of("a", 1)))),
                "Embedding: unknown option \"quantization_config\". Known: embeddings_constraint, embeddings_initializer,"
                        + " embeddings_regularizer, input_dim, mask_zero, output_dim.");
    }

    @Test
    void masksNothingUnlessAsked() {
        assertNull(OutputMasks.of(new Embedding(3, 2), List.of(Tensor.of(new int[] {0, 1}))));
    }
}
