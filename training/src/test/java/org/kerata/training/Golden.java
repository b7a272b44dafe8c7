package org.kerata.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.ThrowingConsumer;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.harness.Tensors;
import org.kerata.layers.harness.GoldenCases;

/** Golden cases: what real Keras computed, written by {@code interop/fixtures}. */
public final class Golden {
    private Golden() {}

    /** The content of {@code golden/<name>.json}. */
    public static JsonNode read(String name) {
        return GoldenCases.read(name);
    }

    /** A test for each entry of {@code cases}. */
    public static Stream<DynamicTest> tests(String file, ThrowingConsumer<JsonNode> test) {
        return StreamSupport.stream(read(file).get("cases").spliterator(), false)
                .map(c -> DynamicTest.dynamicTest(file + " " + c.get("name").asText(), () -> test.accept(c)));
    }

    /** A map of plain values. */
    public static Map<String, @Nullable Object> map(JsonNode n) {
        return GoldenCases.plain(n);
    }

    /** Fails unless a config is the golden one: the same keys in the same order, and equal values, numbers by what they are worth. */
    public static void assertConfig(JsonNode expected, Map<String, ?> actual) {
        JsonNode ours = GoldenCases.json(actual);
        assertEquals(List.copyOf(map(expected).keySet()), List.copyOf(actual.keySet()));
        expected.fields().forEachRemaining(f -> {
            JsonNode value = ours.get(f.getKey());
            if (f.getValue().isNumber() && value.isNumber()) {
                assertEquals(f.getValue().asDouble(), value.asDouble(), f.getKey());
            } else {
                assertEquals(f.getValue(), value, f.getKey());
            }
        });
    }

    /** A tensor as the kit writes it. */
    public static Tensor tensor(JsonNode n) {
        long[] shape = new long[n.get("shape").size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = n.get("shape").get(i).asLong();
        }
        return Tensors.of(numbers(n), Shape.of(shape), DType.of(n.get("dtype").asText()));
    }

    /** The numbers of a tensor. */
    public static double[] numbers(JsonNode n) {
        JsonNode data = n.get("data");
        double[] d = new double[data.size()];
        for (int i = 0; i < d.length; i++) {
            JsonNode x = data.get(i);
            d[i] = x.isTextual()
                    ? Double.parseDouble(x.asText())
                    : x.isBoolean() ? (x.asBoolean() ? 1 : 0) : x.asDouble();
        }
        return d;
    }

    /** Fails unless the tensor has the golden one's shape and, to a relative and absolute tolerance, its values. */
    public static void assertClose(String what, JsonNode expected, Tensor actual, double tolerance) {
        Tensor e = tensor(expected);
        assertEquals(e.shape(), actual.shape(), what + ": shape");
        double[] a = actual.doubles();
        double[] b = numbers(expected);
        for (int i = 0; i < a.length; i++) {
            boolean same =
                    Double.isNaN(b[i]) ? Double.isNaN(a[i]) : Math.abs(a[i] - b[i]) <= tolerance * (1 + Math.abs(b[i]));
            if (!same && a[i] != b[i]) {
                fail(what + ": element " + i + " of " + Shape.of(a.length) + " is " + a[i] + ", Keras has " + b[i]);
            }
        }
    }
}
