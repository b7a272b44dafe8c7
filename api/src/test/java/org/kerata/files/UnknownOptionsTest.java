package org.kerata.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.kerata.Input;
import org.kerata.Model;
import org.kerata.Sequential;
import org.kerata.autodiff.ConfigException;
import org.kerata.layers.Configurable;
import org.kerata.layers.Layer;
import org.kerata.layers.Layers;
import org.kerata.layers.Names;
import org.kerata.layers.constraints.Constraint;
import org.kerata.layers.constraints.Constraints;
import org.kerata.layers.core.Dense;
import org.kerata.layers.initializers.Initializer;
import org.kerata.layers.initializers.Initializers;
import org.kerata.layers.regularizers.Regularizer;
import org.kerata.layers.regularizers.Regularizers;
import org.kerata.serialization.Registry;
import org.kerata.training.losses.Loss;
import org.kerata.training.losses.Losses;
import org.kerata.training.metrics.Metric;
import org.kerata.training.metrics.Metrics;
import org.kerata.training.optimizers.Optimizer;
import org.kerata.training.optimizers.Optimizers;
import org.kerata.training.optimizers.schedules.LearningRateSchedule;
import org.kerata.training.optimizers.schedules.Schedules;

/** No class drops an option that it does not know: every one that a file may name is given one. */
class UnknownOptionsTest {
    private static final String KEY = "qqq_no_such_option";

    @TestFactory
    Stream<DynamicTest> everyClassRefusesThem() {
        return Stream.of(
                        of(Layer.class, Layers.NAMES),
                        of(Loss.class, Losses.NAMES),
                        of(Metric.class, Metrics.NAMES),
                        of(Optimizer.class, Optimizers.NAMES),
                        of(LearningRateSchedule.class, Schedules.NAMES),
                        of(Initializer.class, Initializers.NAMES),
                        of(Regularizer.class, Regularizers.NAMES),
                        of(Constraint.class, Constraints.NAMES))
                .flatMap(s -> s);
    }

    private static Stream<DynamicTest> of(Class<?> type, Names<?> names) {
        return Registry.classNames(type).stream()
                .filter(n -> !n.equals("Sequential") && !n.equals("Functional"))
                .map(n -> dynamicTest(type.getSimpleName() + " " + n, () -> {
                    Configurable made = (Configurable) names.make(n);
                    Map<String, Object> config = new LinkedHashMap<>(parts(n));
                    config.put(KEY, 3);
                    ConfigException e = assertThrows(ConfigException.class, () -> made.configure(config));
                    assertTrue(e.getMessage().contains("nknown option \"" + KEY + "\""), e.getMessage());
                }));
    }

    /** What some layers ask for before anything else. */
    private static Map<String, Object> parts(String className) {
        Map<String, Object> dense = Map.of("class_name", "Dense", "config", Map.of("units", 2));
        Map<String, Object> lstm = Map.of("class_name", "LSTM", "config", Map.of("units", 2));
        Map<String, Object> cell = Map.of("class_name", "LSTMCell", "config", Map.of("units", 2));
        return switch (className) {
            case "TimeDistributed", "SpectralNormalization" -> Map.of("layer", dense);
            case "Bidirectional" -> Map.of("layer", lstm);
            case "RNN" -> Map.of("cell", cell);
            case "StackedRNNCells" -> Map.of("cells", List.of(cell));
            default -> Map.of();
        };
    }

    private static Model model() {
        Model m = new Sequential(new Input(3), new Dense(2).name("only"));
        m.compile("adam", "mse");
        return m;
    }

    private static void assertRefused(String config, String message) {
        ConfigException e = assertThrows(ConfigException.class, () -> Model.fromJson(config));
        assertTrue(e.getMessage().startsWith(message), e.getMessage());
    }

    @Test
    void modelsRefuseThem() {
        String sequential = model().toJson();
        assertRefused(
                sequential.replaceFirst("\"name\":\"sequential\"", "\"name\":\"sequential\",\"" + KEY + "\":1"),
                "Sequential: unknown option \"" + KEY + "\".");
        Input x = new Input(3);
        String functional = Model.of(x, new Dense(2).apply(x)).toJson();
        assertRefused(
                functional.replaceFirst("\"name\":\"functional\"", "\"name\":\"functional\",\"" + KEY + "\":1"),
                "Functional: unknown option \"" + KEY + "\".");
    }

    @Test
    void compiledModelsRefuseThem() {
        String config = model().toJson();
        assertRefused(
                config.replace("\"run_eagerly\":false", "\"run_eagerly\":false,\"" + KEY + "\":1"),
                "compile: unknown option \"" + KEY + "\".");
        assertRefused(
                config.replace("\"beta_1\":0.9", "\"beta_1\":0.9,\"" + KEY + "\":1"),
                "Adam: unknown option \"" + KEY + "\".");
    }

    @Test
    void optionsWithoutAValueArePassedOver() {
        String config = model().toJson();
        assertEquals(
                config,
                Model.fromJson(config.replace("\"units\":2", "\"units\":2,\"" + KEY + "\":null"))
                        .toJson());
    }
}
