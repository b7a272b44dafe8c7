package org.kerata.training.callbacks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.ThrowingConsumer;
import org.junit.jupiter.api.io.TempDir;
import org.kerata.training.Golden;
import org.kerata.training.Logs;

/** Callbacks make of given figures what Keras's make of them. */
class CallbackGoldenTest {
    private static final JsonNode GOLDEN = Golden.read("callbacks");

    @TempDir
    private Path folder;

    private static Stream<DynamicTest> cases(String kind, ThrowingConsumer<JsonNode> test) {
        return StreamSupport.stream(GOLDEN.get(kind).spliterator(), false)
                .map(c -> DynamicTest.dynamicTest(c.get("name").asText(), () -> test.accept(c)));
    }

    @Test
    void numbersAreWrittenAsInPython() {
        for (JsonNode n : GOLDEN.get("numbers")) {
            assertEquals(n.get("text").asText(), PythonNumber.of(n.get("value").asDouble()));
        }
        assertEquals("nan", PythonNumber.of(Double.NaN));
        assertEquals("-inf", PythonNumber.of(Double.NEGATIVE_INFINITY));
    }

    // ---- ReduceLROnPlateau ----

    private static ReduceLROnPlateau plateau(Map<String, Object> options) {
        ReduceLROnPlateau c = new ReduceLROnPlateau((String) options.getOrDefault("monitor", "val_loss"));
        options.forEach((key, value) -> {
            switch (key) {
                case "factor" -> c.factor(((Number) value).doubleValue());
                case "patience" -> c.patience(((Number) value).intValue());
                case "verbose" -> c.verbose(((Number) value).intValue());
                case "cooldown" -> c.cooldown(((Number) value).intValue());
                case "min_lr" -> c.minLr(((Number) value).doubleValue());
                case "min_delta" -> c.minDelta(((Number) value).doubleValue());
                case "mode" -> c.mode((String) value);
                default -> assertEquals("monitor", key);
            }
        });
        return c;
    }

    @TestFactory
    Stream<DynamicTest> plateaus() {
        return cases("plateau", c -> {
            StubModel model = new StubModel();
            model.optimizer.learningRate(c.get("rate").asDouble());
            Map<String, Object> options = Golden.map(c.get("options"));
            ReduceLROnPlateau callback = plateau(options);
            callback.setModel(model);
            callback.onTrainBegin(new Logs());
            double[] rates = new double[c.get("figures").size()];
            Logs logs = new Logs();
            PrintStream before = System.out;
            ByteArrayOutputStream printed = new ByteArrayOutputStream();
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            try {
                for (int epoch = 0; epoch < rates.length; epoch++) {
                    logs = new Logs();
                    logs.put(
                            (String) options.getOrDefault("monitor", "val_loss"),
                            c.get("figures").get(epoch).asDouble());
                    callback.onEpochEnd(epoch, logs);
                    rates[epoch] = model.optimizer.learningRate();
                }
            } finally {
                System.setOut(before);
            }
            double[] expected = StreamSupport.stream(c.get("rates").spliterator(), false)
                    .mapToDouble(JsonNode::asDouble)
                    .toArray();
            assertArrayEquals(expected, rates);
            assertEquals(c.get("printed").asText(), printed.toString(StandardCharsets.UTF_8));
            assertEquals(c.get("learning_rate").asDouble(), logs.get("learning_rate"));
        });
    }

    // ---- CSVLogger ----

    @TestFactory
    Stream<DynamicTest> files() {
        return cases("csv", c -> {
            Path file = folder.resolve(c.get("name").asText()).resolve("log.csv");
            if (!c.get("before").isNull()) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, c.get("before").asText());
            }
            CSVLogger callback = new CSVLogger(file.toString());
            JsonNode options = c.get("options");
            if (options.has("append")) {
                callback.append(options.get("append").asBoolean());
            }
            if (options.has("separator")) {
                callback.separator(options.get("separator").asText());
            }
            for (JsonNode run : c.get("runs")) {
                callback.onTrainBegin(new Logs());
                for (int epoch = 0; epoch < run.size(); epoch++) {
                    Logs logs = new Logs();
                    run.get(epoch)
                            .fields()
                            .forEachRemaining(
                                    f -> logs.put(f.getKey(), f.getValue().asDouble()));
                    callback.onEpochEnd(epoch, logs);
                }
                callback.onTrainEnd(new Logs());
            }
            assertEquals(c.get("file").asText(), Files.readString(file));
        });
    }
}
