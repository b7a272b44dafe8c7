package org.kerata.training.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Names;
import org.kerata.training.Golden;

/** Every metric against real Keras: results and totals after each update, as they come and compiled. */
class MetricGoldenTest {
    private static final List<String> FIRST = List.of("plain", "vectors", "five");
    private static final double TOLERANCE = 2e-6;

    @TestFactory
    Stream<DynamicTest> metrics() {
        return Metrics.NAMES.classNames().stream().flatMap(c -> {
            String file = "metrics/" + Names.snakeCase(c);
            JsonNode direction = Golden.read(file).get("direction");
            return Stream.concat(
                    Stream.of(DynamicTest.dynamicTest(file + " direction", () -> {
                        Direction d = Metrics.NAMES.make(c).direction();
                        assertEquals(
                                direction.isNull()
                                        ? "UNKNOWN"
                                        : direction.asText().toUpperCase(java.util.Locale.ROOT),
                                d.name());
                    })),
                    Golden.tests(file, k -> check(c, k)));
        });
    }

    private static void check(String className, JsonNode c) {
        Map<String, Object> config = Golden.map(c.get("config"));
        if (FIRST.contains(c.get("name").asText())) {
            Golden.assertConfig(c.get("config"), Metrics.NAMES.make(className).config());
        }
        if (c.has("given")) {
            assertDefaults(className, c);
        }
        Metric m = Metrics.NAMES.read(Map.of("class_name", className, "config", config));
        assertEquals(config.keySet(), m.config().keySet(), "keys of the config");
        assertEquals(config.get("name"), m.name());
        Metric compiled = Metrics.NAMES.read(Map.of("class_name", className, "config", config));
        for (JsonNode u : c.get("updates")) {
            List<Tensor> in = new java.util.ArrayList<>();
            Tensor p = Golden.tensor(u.get(u.has("values") ? "values" : "y_pred"));
            in.add(u.has("values") ? p : Golden.tensor(u.get("y_true")));
            in.add(p);
            Tensor weight = optional(u, "sample_weight");
            Tensor mask = optional(u, "mask");
            m.updateState(in.get(0), p, weight, mask);
            compare(m, u);
            Compiled.ofList(a -> {
                        compiled.updateState(a.get(0), a.get(1), weight, mask);
                        return List.of(compiled.value());
                    })
                    .runAll(in);
            compare(compiled, u);
        }
        m.reset();
        m.variables().forEach(v -> assertEquals(0, v.cast(DType.FLOAT32).sum().scalar(), "after reset"));
    }

    /** What was not given is Keras's default. */
    private static void assertDefaults(String className, JsonNode c) {
        Metric made = Metrics.NAMES.make(className);
        made.configure(Golden.map(c.get("given")));
        Map<String, Object> inOrder = new LinkedHashMap<>();
        c.get("config")
                .fieldNames()
                .forEachRemaining(k -> inOrder.put(k, made.config().get(k)));
        assertEquals(inOrder.keySet(), made.config().keySet(), "keys of the config");
        Golden.assertConfig(c.get("config"), inOrder);
    }

    private static void compare(Metric m, JsonNode u) {
        Golden.assertClose("result", u.get("result"), m.value(), TOLERANCE);
        assertEquals(u.get("variables").size(), m.variables().size());
        for (int i = 0; i < m.variables().size(); i++) {
            Golden.assertClose(
                    m.variables().get(i).name(),
                    u.get("variables").get(i),
                    m.variables().get(i),
                    TOLERANCE);
        }
    }

    private static @Nullable Tensor optional(JsonNode c, String key) {
        return c.has(key) ? Golden.tensor(c.get(key)) : null;
    }
}
