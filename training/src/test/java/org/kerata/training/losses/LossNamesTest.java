package org.kerata.training.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.kerata.layers.Configurable;
import org.kerata.layers.Names;
import org.kerata.training.Golden;
import org.kerata.training.metrics.Metrics;

/** Losses and metrics have the names that real Keras takes for them, and no others. */
class LossNamesTest {
    /** Keras has no name for this one; files hold it as an object. */
    private static final Set<String> MORE =
            Set.of("categorical_generalized_cross_entropy", "CategoricalGeneralizedCrossEntropy");

    private static void assertNames(JsonNode keras, Names<? extends Configurable> names, Set<String> more) {
        Map<String, String> ours = new TreeMap<>();
        Map<String, String> theirs = new TreeMap<>();
        keras.fields().forEachRemaining(e -> {
            theirs.put(e.getKey(), e.getValue().asText());
            ours.put(
                    e.getKey(),
                    names.knows(e.getKey())
                            ? Names.snakeCase(names.make(e.getKey()).className())
                            : "nothing");
        });
        assertEquals(theirs, ours);
        Set<String> known = new TreeSet<>(names.known());
        known.addAll(names.classNames());
        known.removeAll(theirs.keySet());
        assertEquals(more, known);
    }

    @Test
    void losses() {
        assertNames(Golden.read("loss_names").get("losses"), Losses.NAMES, MORE);
    }

    @Test
    void metrics() {
        assertNames(Golden.read("loss_names").get("metrics"), Metrics.NAMES, Set.of());
    }
}
