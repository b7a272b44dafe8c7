package org.kerata.training.losses;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.kerata.autodiff.Gradients;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.training.Golden;

/** Every loss against real Keras: values, reductions with weights and masks, gradients. */
class LossGoldenTest {
    private static final double TOLERANCE = 2e-5;

    @TestFactory
    Stream<DynamicTest> losses() {
        return Losses.NAMES.classNames().stream().flatMap(c -> Golden.tests("losses/" + snake(c), k -> check(c, k)));
    }

    private static String snake(String className) {
        return org.kerata.layers.Names.snakeCase(className);
    }

    private static void check(String className, JsonNode c) {
        if (c.get("name").asText().equals("plain")) {
            Golden.assertConfig(c.get("config"), Losses.NAMES.make(className).config());
        }
        Tensor y = Golden.tensor(c.get("y_true"));
        Tensor x = Golden.tensor(c.get("y_pred"));
        Tensor p = through(c, x);
        Golden.assertClose(
                "per sample", c.get("per_sample"), loss(className, c, "none").apply(y, p), TOLERANCE);
        Tensor weight = optional(c, "sample_weight");
        Tensor mask = optional(c, "mask");
        c.get("reduced").fieldNames().forEachRemaining(r -> {
            Tensor reduced = loss(className, c, r).apply(y, p, weight, mask);
            boolean column = c.get("name").asText().equals("weights_in_a_column") && r.equals("none");
            // Keras gives the values the axis of the weights; here they keep their own shape.
            Golden.assertClose(r, c.get("reduced").get(r), column ? Ops.expandDims(reduced, -1) : reduced, TOLERANCE);
        });
        Tensor again = through(c, x);
        Tensor total = loss(className, c, "sum_over_batch_size").apply(y, again, weight, mask);
        Golden.assertClose("gradient", c.get("y_pred_gradient"), Gradients.of(total, x), TOLERANCE);
    }

    private static Loss loss(String className, JsonNode c, String reduction) {
        Loss l = Losses.NAMES.read(Map.of("class_name", className, "config", Golden.map(c.get("config"))));
        return l.reduction(reduction);
    }

    private static Tensor through(JsonNode c, Tensor x) {
        if (!c.has("through")) {
            return x;
        }
        return switch (c.get("through").asText()) {
            case "softmax" -> Ops.softmax(x, -1);
            case "sigmoid" -> Ops.sigmoid(x);
            case "tanh" -> Ops.tanh(x);
            case "softplus" -> Ops.softplus(x);
            default -> throw new IllegalArgumentException(c.get("through").asText());
        };
    }

    private static @Nullable Tensor optional(JsonNode c, String key) {
        return c.has(key) ? Golden.tensor(c.get(key)) : null;
    }
}
