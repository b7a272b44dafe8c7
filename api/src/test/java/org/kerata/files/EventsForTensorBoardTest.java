package org.kerata.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kerata.Input;
import org.kerata.Model;
import org.kerata.Sequential;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.core.Dense;
import org.kerata.training.Fit;
import org.kerata.training.TrainingModel;
import org.kerata.training.callbacks.Callback;
import org.kerata.training.callbacks.History;
import org.kerata.training.callbacks.TensorBoard;

/** Writes the events of a training to {@code target/for-tensorboard}, for the check with TensorBoard's own reader in {@code interop}. */
class EventsForTensorBoardTest {
    private static final Path FOLDER = Path.of("target", "for-tensorboard");

    /** What there was in training and shall be in the files. */
    private static final class Seen extends Callback {
        private final Map<String, Object> weights = new LinkedHashMap<>();

        @Override
        public void onEpochEnd(int epoch, org.kerata.training.Logs logs) {
            TrainingModel m = model();
            m.weightsByPath().forEach((path, w) -> weights.put(path, w.floats()));
        }
    }

    @Test
    void events() throws IOException {
        clear();
        Model m = new Sequential(
                new Input(3), new Dense(4).name("first").activation("relu"), new Dense(2).name("second"));
        m.compile("adam", "mse", "mae");
        Tensor x = Tensor.of(new float[] {1, 2, 3, 0, 1, 0, -1, 2, 1, 0.5f, 0, 1}, 4, 3);
        Tensor y = Tensor.of(new float[] {1, 0, 0, 1, 1, 1, 0, 0}, 4, 2);
        Seen seen = new Seen();
        History h = m.fit(
                x,
                y,
                new Fit()
                        .epochs(3)
                        .batchSize(2)
                        .verbose(0)
                        .validationData(x, y)
                        .callbacks(
                                seen,
                                new TensorBoard(FOLDER)
                                        .histogramFreq(2)
                                        .writeImages(true)
                                        .updateFreq("batch")));
        Map<String, double[]> figures = new LinkedHashMap<>();
        h.names().forEach(n -> figures.put(n, h.get(n)));
        assertEquals(
                List.of(
                        m.name() + "/first/kernel",
                        m.name() + "/first/bias",
                        m.name() + "/second/kernel",
                        m.name() + "/second/bias"),
                List.copyOf(seen.weights.keySet()));
        new ObjectMapper()
                .writeValue(
                        FOLDER.resolve("expected.json").toFile(),
                        Map.of("figures", figures, "weights", seen.weights, "model", m.toJson(), "batches", 2));
        for (String part : List.of("train", "validation")) {
            try (Stream<Path> files = Files.list(FOLDER.resolve(part))) {
                assertTrue(files.allMatch(f -> f.toFile().length() > 100));
            }
        }
    }

    private static void clear() throws IOException {
        if (!Files.exists(FOLDER)) {
            return;
        }
        try (Stream<Path> all = Files.walk(FOLDER)) {
            for (Path p : new TreeSet<>(all.toList()).descendingSet()) {
                Files.delete(p);
            }
        }
    }
}
