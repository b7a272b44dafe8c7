package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.Close;
import org.kerata.layers.Layer;
import org.kerata.layers.Layers;
import org.kerata.layers.harness.GoldenCases;

/** What the tests of layers with a hash share. */
final class HashedCases {
    private HashedCases() {}

    /** Each key of the layer's config is as in Keras's, and survives a round trip; types go by their names. */
    static void sameConfig(Layer layer, JsonNode c) {
        JsonNode ours = GoldenCases.json(layer.config());
        ours.fields().forEachRemaining(f -> {
            JsonNode keras = c.get("config").get(f.getKey());
            if (f.getKey().equals("dtype")) {
                assertEquals(type(keras), type(f.getValue()));
            } else if (!f.getKey().equals("trainable")) {
                assertEquals(keras, f.getValue(), f.getKey());
            }
        });
        assertEquals(
                ours,
                GoldenCases.json(Layers.NAMES.read(Layers.NAMES.write(layer)).config()));
    }

    private static String type(JsonNode policy) {
        return policy.isTextual()
                ? policy.asText()
                : policy.get("config").get("name").asText();
    }

    /** The output, and its type. */
    static void sameOutput(JsonNode c, Tensor received) {
        Tensor expected = Objects.requireNonNull(GoldenCases.tensor(c.get("output")));
        assertEquals(expected.spec(), received.spec());
        Close.within(0).check("output", expected.cast(DType.FLOAT64), received.cast(DType.FLOAT64));
    }

    /** A vector, or a matrix, of whole numbers, of which no digit may be lost. */
    static Tensor numbers(JsonNode list) {
        List<Long> all = new ArrayList<>();
        boolean rows = list.get(0).isArray();
        list.forEach(row -> {
            if (rows) {
                row.forEach(n -> all.add(n.asLong()));
            } else {
                all.add(row.asLong());
            }
        });
        long[] numbers = all.stream().mapToLong(n -> n).toArray();
        return rows ? Tensor.of(numbers, list.size(), list.get(0).size()) : Tensor.of(numbers);
    }
}
