package org.kerata.training.optimizers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.kerata.autodiff.Compiled;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.training.Golden;

/** Every optimizer against real Keras over several steps: weights and all slots, as they come and compiled. */
class OptimizerGoldenTest {
    private static final double TOLERANCE = 5e-6;

    @TestFactory
    Stream<DynamicTest> optimizers() {
        Stream<String> own = Optimizers.NAMES.classNames().stream().map(n -> n.toLowerCase(Locale.ROOT));
        return Stream.concat(own, Stream.of("accumulation")).flatMap(f -> {
            JsonNode all = Golden.read("optimizers/" + f);
            return Golden.tests("optimizers/" + f, c -> {
                String className =
                        (c.has("optimizer") ? c : all).get("optimizer").asText();
                check(className, c, false);
                check(className, c, true);
            });
        });
    }

    private static void check(String className, JsonNode c, boolean compiled) {
        Map<String, Object> config = Golden.map(c.get("config"));
        if (c.get("name").asText().equals("plain")) {
            Golden.assertConfig(
                    c.get("config"), Optimizers.NAMES.make(className).config());
        }
        Optimizer o = Optimizers.NAMES.read(Map.of("class_name", className, "config", config));
        assertEquals(config.keySet(), o.config().keySet());
        assertEquals(
                config.get("learning_rate"),
                o.config().get("learning_rate") instanceof Map<?, ?> m
                        ? withoutExtras(config, m)
                        : o.config().get("learning_rate"));
        List<Variable> weights = new ArrayList<>();
        for (JsonNode v : c.get("variables")) {
            weights.add(Variable.of(v.get("name").asText(), Golden.tensor(v.get("tensor"))));
        }
        if (c.has("exclude_from_weight_decay")) {
            List<String> words = new ArrayList<>();
            c.get("exclude_from_weight_decay").forEach(w -> words.add(w.asText()));
            o.excludeFromWeightDecay(List.of(), words);
        }
        Compiled step = Compiled.ofList(g -> {
            o.apply(g, weights);
            return List.of(Tensor.scalar(0));
        });
        for (int i = 0; i < c.get("steps").size(); i++) {
            List<Tensor> gradients = new ArrayList<>();
            c.get("gradients").get(i).forEach(g -> gradients.add(Golden.tensor(g)));
            if (compiled) {
                step.runAll(gradients);
            } else {
                o.apply(gradients, weights);
            }
            String at = (compiled ? "compiled, " : "") + "step " + (i + 1) + ", ";
            JsonNode expected = c.get("steps").get(i);
            compare(at + "weight ", expected.get("variables"), weights);
            compare(at + "slot ", expected.get("slots"), o.variables());
        }
        if (c.has("finalized")) {
            o.finalizeVariableValues();
            compare("finalized ", c.get("finalized"), weights);
        }
    }

    /** Keras adds nothing to what this project writes for a schedule but keys that do not matter here. */
    private static Object withoutExtras(Map<String, Object> config, Map<?, ?> written) {
        Map<?, ?> keras = (Map<?, ?>) config.get("learning_rate");
        assertEquals(keras.get("class_name"), written.get("class_name"));
        assertEquals(keras.get("config"), written.get("config"));
        assertEquals(keras.get("module"), written.get("module"));
        return keras;
    }

    private static void compare(String what, JsonNode expected, List<Variable> actual) {
        assertEquals(expected.size(), actual.size(), what + "count");
        for (int i = 0; i < actual.size(); i++) {
            Golden.assertClose(what + actual.get(i).name(), expected.get(i), actual.get(i), TOLERANCE);
        }
    }
}
