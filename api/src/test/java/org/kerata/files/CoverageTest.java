package org.kerata.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.kerata.layers.Layers;
import org.kerata.layers.constraints.Constraints;
import org.kerata.layers.initializers.Initializers;
import org.kerata.layers.regularizers.Regularizers;
import org.kerata.training.losses.Losses;
import org.kerata.training.metrics.Metrics;
import org.kerata.training.optimizers.Optimizers;
import org.kerata.training.optimizers.schedules.Schedules;

/** Every class that a model file may name is in a file that real Keras wrote: {@code interop/fixtures/files*.py} make them. */
class CoverageTest {
    /** These two take values, not targets and predictions: no model is compiled with them. */
    private static final Set<String> NOT_FOR_MODELS = Set.of("Mean", "Sum");

    /** Keras has these in modules of their own. */
    private static final Set<String> MODELS = Set.of("Functional", "Sequential");

    private static final int AT_LEAST = 60;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    /** In how many files a class is, by module and name. */
    private static final Map<String, Integer> FILES = new HashMap<>();

    @BeforeAll
    static void look() {
        ModelCase.all("keras3").filter(p -> p.toString().endsWith(".keras")).forEach(p -> {
            Set<String> found = new TreeSet<>();
            gather(config(p), found);
            found.forEach(c -> FILES.merge(c, 1, Integer::sum));
        });
    }

    private static JsonNode config(Path p) {
        try (ZipFile z = new ZipFile(p.toFile())) {
            return JSON.readTree(z.getInputStream(z.getEntry("config.json")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void gather(JsonNode n, Set<String> into) {
        if (n.has("class_name") && n.has("module")) {
            into.add(n.get("module").asText() + "." + n.get("class_name").asText());
        }
        n.forEach(x -> gather(x, into));
    }

    private static void assertAllIn(String module, Collection<String> names) {
        assertTrue(names.size() > 3, module);
        Set<String> missing = new TreeSet<>(names);
        missing.removeIf(n -> FILES.containsKey("keras." + module + "." + n));
        assertEquals(Set.of(), missing, "in no file that Keras wrote");
    }

    @Test
    void everyLayerIsInAFile() {
        Set<String> layers = new TreeSet<>(Layers.NAMES.classNames());
        layers.removeAll(MODELS);
        assertAllIn("layers", layers);
        assertTrue(FILES.containsKey("keras.Sequential"));
        assertTrue(FILES.containsKey("keras.src.models.functional.Functional"));
    }

    @Test
    void everyOptimizerIsInAFile() {
        assertAllIn("optimizers", Optimizers.NAMES.classNames());
        assertAllIn("optimizers.schedules", Schedules.NAMES.classNames());
    }

    @Test
    void everyLossAndMetricIsInAFile() {
        assertAllIn("losses", Losses.NAMES.classNames());
        Set<String> metrics = new TreeSet<>(Metrics.NAMES.classNames());
        metrics.removeAll(NOT_FOR_MODELS);
        assertAllIn("metrics", metrics);
    }

    @Test
    void everythingThatWeightsAreMadeWithIsInAFile() {
        assertAllIn("initializers", Initializers.NAMES.classNames());
        assertAllIn("regularizers", Regularizers.NAMES.classNames());
        assertAllIn("constraints", Constraints.NAMES.classNames());
    }

    @Test
    void thereAreManyFiles() {
        long models = ModelCase.all("keras3")
                .filter(p -> p.toString().endsWith(".keras"))
                .count();
        assertTrue(models >= AT_LEAST, models + " models");
    }
}
