package org.kerata.layers.preprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.Close;
import org.kerata.layers.Layer;
import org.kerata.layers.Layers;
import org.kerata.layers.harness.GoldenCases;

/** What the tests of layers with a vocabulary share. */
final class LookupCases {
    private LookupCases() {}

    /** A test for each case of a file, on a layer made from Keras's config. */
    static <L extends Layer> Stream<DynamicTest> of(String file, Class<L> type, BiConsumer<L, JsonNode> check) {
        return StreamSupport.stream(GoldenCases.read(file).get("cases").spliterator(), false)
                .map(c -> DynamicTest.dynamicTest(c.get("name").asText(), () -> check.accept(layer(type, c), c)));
    }

    /** A layer from the case's config. */
    static <L extends Layer> L layer(Class<L> type, JsonNode c) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("class_name", type.getSimpleName());
        object.put("config", GoldenCases.plain(c.get("config")));
        return type.cast(Layers.NAMES.read(object));
    }

    /** Each key of the layer's config is as in Keras's; what Keras has besides changes nothing. */
    static void sameConfig(Layer layer, JsonNode c) {
        JsonNode ours = GoldenCases.json(layer.config());
        ours.fields().forEachRemaining(f -> {
            JsonNode keras = c.get("config").get(f.getKey());
            if (f.getKey().equals("dtype")) {
                assertEquals("float32", f.getValue().get("config").get("name").asText());
            } else if (f.getValue().isNumber()) {
                assertEquals(keras.asDouble(), f.getValue().asDouble(), f.getKey());
            } else if (!f.getKey().equals("idf_weights") && !f.getKey().equals("ngrams")) {
                assertEquals(keras, f.getValue(), f.getKey());
            }
        });
        JsonNode again =
                GoldenCases.json(Layers.NAMES.read(Layers.NAMES.write(layer)).config());
        ((com.fasterxml.jackson.databind.node.ObjectNode) again).set("vocabulary_size", ours.get("vocabulary_size"));
        assertEquals(ours, again);
    }

    /** The output, and its type: {@code int64} for indices, else {@code float32}. */
    static void sameOutput(JsonNode c, Tensor received) {
        JsonNode y = c.get("output");
        List<Long> shape = new ArrayList<>();
        y.get("shape").forEach(n -> shape.add(n.asLong()));
        boolean indices = c.get("config").get("output_mode").asText().equals("int");
        assertEquals(indices ? DType.INT64 : DType.FLOAT32, received.dtype());
        double[] values = new double[y.get("values").size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = y.get("values").get(i).asDouble();
        }
        Shape expected = Shape.of(shape.stream().mapToLong(n -> n).toArray());
        Close.within(1e-6).check("output", Tensor.of(values, expected.dims()), received.cast(DType.FLOAT64));
    }

    /** A list of strings. */
    static List<String> strings(JsonNode list) {
        List<String> out = new ArrayList<>();
        list.forEach(n -> out.add(n.asText()));
        return out;
    }
}
