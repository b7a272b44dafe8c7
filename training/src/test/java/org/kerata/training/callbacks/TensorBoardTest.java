package org.kerata.training.callbacks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Tensor;
import org.kerata.training.Golden;
import org.kerata.training.Logs;

/** Byte by byte what Keras and TensorFlow write. */
class TensorBoardTest {
    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> asInKeras() {
        JsonNode cases = Golden.read("callbacks_events").get("cases");
        return StreamSupport.stream(cases.spliterator(), false)
                .map(c -> DynamicTest.dynamicTest(c.get("name").asText(), () -> check(c)));
    }

    private void check(JsonNode c) throws IOException {
        StubModel model = new StubModel();
        model.optimizer.learningRate(c.get("rate").asDouble());
        model.json = c.get("json").asText();
        c.get("weights").forEach(w -> model.byPath.put(w.get("path").asText(), Golden.tensor(w.get("tensor"))));
        Path logs = folder.resolve(c.get("name").asText());
        TensorBoard callback = with(new TensorBoard(logs), c.get("options"));
        callback.setModel(model);
        for (JsonNode call : c.get("calls")) {
            model.optimizer
                    .iterations()
                    .assign(Tensor.scalar(
                            call.get("iterations").asLong(),
                            model.optimizer.iterations().dtype()));
            call(callback, call);
        }
        for (String part : List.of("train", "validation")) {
            compare(c.get("events").get(part), EventReader.read(logs.resolve(part)));
        }
    }

    private static TensorBoard with(TensorBoard c, JsonNode options) {
        options.fields().forEachRemaining(f -> {
            JsonNode v = f.getValue();
            switch (f.getKey()) {
                case "write_graph" -> c.writeGraph(v.asBoolean());
                case "write_images" -> c.writeImages(v.asBoolean());
                case "histogram_freq" -> c.histogramFreq(v.asInt());
                case "update_freq" -> {
                    if (v.isTextual()) {
                        c.updateFreq(v.asText());
                    } else {
                        c.updateFreq(v.asInt());
                    }
                }
                default -> throw new AssertionError(f.getKey());
            }
        });
        return c;
    }

    private static void call(Callback c, JsonNode call) {
        Logs logs = new Logs();
        call.get("figures")
                .fields()
                .forEachRemaining(f -> logs.put(f.getKey(), f.getValue().asDouble()));
        int n = call.get("number").asInt();
        switch (call.get("hook").asText()) {
            case "on_train_begin" -> c.onTrainBegin(logs);
            case "on_train_end" -> c.onTrainEnd(logs);
            case "on_epoch_begin" -> c.onEpochBegin(n, logs);
            case "on_epoch_end" -> c.onEpochEnd(n, logs);
            case "on_train_batch_begin" -> c.onTrainBatchBegin(n, logs);
            case "on_train_batch_end" -> c.onTrainBatchEnd(n, logs);
            case "on_test_begin" -> c.onTestBegin(logs);
            case "on_test_end" -> c.onTestEnd(logs);
            case "on_test_batch_begin" -> c.onTestBatchBegin(n, logs);
            case "on_test_batch_end" -> c.onTestBatchEnd(n, logs);
            default -> throw new AssertionError(call.get("hook").asText());
        }
    }

    private static void compare(JsonNode expected, List<EventReader.Event> events) throws IOException {
        assertEquals(expected.size(), events.size());
        for (int i = 0; i < expected.size(); i++) {
            EventReader.Event e = events.get(i);
            String tag = expected.get(i).get("tags").get(0).asText();
            assertEquals(tag, e.tag());
            assertEquals(expected.get(i).get("step").asLong(), e.step(), tag);
            byte[] summary =
                    HexFormat.of().parseHex(expected.get(i).get("summary").asText());
            if (tag.endsWith("/image")) {
                compareImages(summary, e.summary());
            } else {
                assertArrayEquals(summary, e.summary(), tag);
            }
        }
    }

    /** Packed pixels may differ from one packer to the other; the pixels do not. */
    private static void compareImages(byte[] expected, byte[] actual) throws IOException {
        List<byte[]> a = texts(expected);
        List<byte[]> b = texts(actual);
        assertEquals(a.size(), b.size());
        for (int i = 0; i < a.size(); i++) {
            if (i < 2) {
                assertArrayEquals(a.get(i), b.get(i));
            } else {
                BufferedImage one = ImageIO.read(new ByteArrayInputStream(a.get(i)));
                BufferedImage other = ImageIO.read(new ByteArrayInputStream(b.get(i)));
                int w = one.getWidth();
                int h = one.getHeight();
                assertEquals(w, other.getWidth());
                assertEquals(h, other.getHeight());
                assertEquals(one.getColorModel(), other.getColorModel());
                assertArrayEquals(one.getRGB(0, 0, w, h, null, 0, w), other.getRGB(0, 0, w, h, null, 0, w));
            }
        }
    }

    private static List<byte[]> texts(byte[] summary) {
        byte[] value = EventReader.field(summary, 1).get(0);
        return EventReader.field(EventReader.field(value, 8).get(0), 8);
    }

    private static float number(EventReader.Event e) {
        byte[] value = EventReader.field(e.summary(), 1).get(0);
        byte[] content =
                EventReader.field(EventReader.field(value, 8).get(0), 4).get(0);
        return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getFloat();
    }

    @Test
    void stepsPerSecond() throws IOException {
        long[] now = {0};
        TensorBoard c = new TensorBoard(folder, () -> now[0])
                .writeStepsPerSecond(true)
                .writeGraph(false)
                .updateFreq(2);
        StubModel model = new StubModel();
        c.setModel(model);
        c.onTrainBegin(new Logs());
        c.onEpochBegin(0, new Logs());
        for (int i = 0; i < 4; i++) {
            c.onTrainBatchBegin(i, new Logs());
            now[0] += 250_000_000L;
            c.onTrainBatchEnd(i, new Logs());
        }
        model.optimizer
                .iterations()
                .assign(Tensor.scalar(4, model.optimizer.iterations().dtype()));
        now[0] += 1_000_000_000L;
        c.onEpochEnd(0, new Logs());
        c.onTrainEnd(new Logs());
        List<EventReader.Event> events = EventReader.read(folder.resolve("train"));
        assertEquals(
                List.of(
                        "batch_steps_per_second",
                        "batch_steps_per_second",
                        "epoch_learning_rate",
                        "epoch_steps_per_second"),
                events.stream().map(EventReader.Event::tag).toList());
        assertEquals(4, number(events.get(0)));
        assertEquals(2, number(events.get(3)));
    }

    @Test
    void eachTrainingHasItsFile() throws IOException {
        TensorBoard c = new TensorBoard(folder.toString());
        c.setModel(new StubModel());
        for (int i = 0; i < 2; i++) {
            c.onTrainBegin(new Logs());
            c.onTrainEnd(new Logs());
        }
        try (Stream<Path> files = Files.list(folder.resolve("train"))) {
            assertEquals(2, files.count());
        }
        assertEquals(false, Files.exists(folder.resolve("validation")));
    }

    @Test
    void aModelThatCannotBeWrittenIsTrainedNonetheless() throws IOException {
        StubModel model = new StubModel();
        model.json = null;
        TensorBoard c = new TensorBoard(folder);
        c.setModel(model);
        c.onTrainBegin(new Logs());
        Logs logs = new Logs();
        logs.put("loss", 0.5);
        c.onEpochEnd(0, logs);
        // What has been written can be seen before training has ended.
        assertEquals(
                List.of("epoch_loss", "epoch_learning_rate"),
                EventReader.read(folder.resolve("train")).stream()
                        .map(EventReader.Event::tag)
                        .toList());
        assertEquals(1, logs.asMap().size());
        c.onTrainEnd(new Logs());
    }

    @Test
    void refusesWhatMakesNoSense() throws IOException {
        assertEquals(
                "TensorBoard: updateFreq must be \"batch\", \"epoch\" or a number of batches. Received: \"step\".",
                assertThrows(ConfigException.class, () -> new TensorBoard().updateFreq("step"))
                        .getMessage());
        assertEquals(
                "TensorBoard: updateFreq must be at least 1. Received: 0.",
                assertThrows(ConfigException.class, () -> new TensorBoard().updateFreq(0))
                        .getMessage());
        assertEquals(
                "TensorBoard: histogramFreq must be at least 0. Received: -1.",
                assertThrows(ConfigException.class, () -> new TensorBoard().histogramFreq(-1))
                        .getMessage());
        Path file = Files.writeString(folder.resolve("file"), "x", StandardCharsets.UTF_8);
        TensorBoard c = new TensorBoard(file);
        c.setModel(new StubModel());
        assertEquals(
                "TensorBoard: events cannot be written to \"" + file.resolve("train") + "\".",
                assertThrows(java.io.UncheckedIOException.class, () -> c.onTrainBegin(new Logs()))
                        .getMessage());
    }
}
