package org.kerata.layers.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.Tensors;

/** Files of golden cases, {@code golden/<name>.json}. */
public final class GoldenCases {
    private static final ObjectMapper JSON = new ObjectMapper();

    private GoldenCases() {}

    /** The file with this name. */
    public static JsonNode read(String name) {
        try (InputStream in = GoldenCases.class.getResourceAsStream("/golden/" + name + ".json")) {
            if (in == null) {
                throw new IllegalArgumentException("No golden file " + name + ".json; make it with interop/generate.");
            }
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A part of a file as plain values: maps, lists, numbers, strings. */
    @SuppressWarnings("unchecked")
    public static Map<String, @Nullable Object> plain(JsonNode node) {
        return JSON.convertValue(node, Map.class);
    }

    /** Plain values as they would stand in a file, so that numbers compare by value. */
    public static JsonNode json(@Nullable Object plain) {
        try {
            return JSON.readTree(JSON.writeValueAsString(plain));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A tensor; null for none. */
    public static @Nullable Tensor tensor(JsonNode node) {
        if (node.isNull()) {
            return null;
        }
        double[] data = new double[node.get("data").size()];
        for (int i = 0; i < data.length; i++) {
            JsonNode element = node.get("data").get(i);
            data[i] = element.isBoolean() ? (element.asBoolean() ? 1 : 0) : Double.parseDouble(element.asText());
        }
        long[] shape = new long[node.get("shape").size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = node.get("shape").get(i).asLong();
        }
        return Tensors.of(data, Shape.of(shape), DType.of(node.get("dtype").asText()));
    }

    /** Tensors, null where there is none; empty if the list is missing. */
    public static List<@Nullable Tensor> tensors(@Nullable JsonNode list) {
        List<@Nullable Tensor> out = new ArrayList<>();
        if (list != null) {
            list.forEach(n -> out.add(tensor(n)));
        }
        return out;
    }
}
