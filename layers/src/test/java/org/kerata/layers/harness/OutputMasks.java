package org.kerata.layers.harness;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.Layer;
import org.kerata.layers.Mode;

/** The masks that layers give their first outputs, against those of golden cases with a {@code mask}. */
public final class OutputMasks {
    private OutputMasks() {}

    /** A check for each case of a file. */
    public static Stream<DynamicTest> checks(String file) {
        JsonNode golden = GoldenCases.read(file);
        return StreamSupport.stream(golden.get("cases").spliterator(), false)
                .map(json -> DynamicTest.dynamicTest(json.get("name").asText(), () -> {
                    LayerCase c = new LayerCase(golden.get("layer").asText(), json);
                    Tensor expected = GoldenCases.tensor(json.get("mask"));
                    Tensor received = of(c.loaded(), c.inputs());
                    if (expected == null) {
                        assertNull(received);
                    } else {
                        same(expected, Objects.requireNonNull(received));
                    }
                }));
    }

    /** The mask of a layer's first output. */
    public static @Nullable Tensor of(Layer layer, List<Tensor> inputs) {
        Call call = Call.start(Mode.INFERENCE);
        return call.maskOf(layer.applyAll(inputs, call).get(0));
    }

    /** Fails unless both are true in the same places. */
    public static void same(Tensor expected, Tensor received) {
        assertEquals(DType.BOOL, received.dtype());
        assertEquals(expected.shape(), received.shape());
        assertArrayEquals(
                expected.cast(DType.FLOAT32).floats(),
                received.cast(DType.FLOAT32).floats());
    }
}
