package org.kerata.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.kerata.Model;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.core.Lambda;
import org.kerata.training.Fit;
import org.kerata.training.callbacks.History;
import org.kerata.training.data.Batch;
import org.kerata.training.data.Columns;

/** What a model of a file must give: made by real Keras with the file itself. */
final class ModelCase {
    private static final Lambda.Body HALVED = Lambda.body(x -> x.times(0.5));

    static {
        Lambda.FUNCTIONS.register("kerata>halved", () -> HALVED);
    }

    private final String name;
    private final JsonNode content;

    private ModelCase(String name, JsonNode content) {
        this.name = name;
        this.content = content;
    }

    /** The files of a folder of resources. */
    static Stream<Path> all(String folder) {
        URL at = ModelCase.class.getResource("/files/" + folder);
        assertNotNull(at, "no files for " + folder);
        try (Stream<Path> list = Files.list(Path.of(at.toURI()))) {
            return list.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** The case of a model file: the JSON file beside it. */
    static ModelCase of(Path file) {
        String name =
                file.getFileName().toString().replaceAll("(\\.weights)?\\.(keras|h5|hdf5)$|\\.config\\.json$", "");
        try {
            return new ModelCase(
                    name,
                    new ObjectMapper()
                            .readTree(file.resolveSibling(name + ".json").toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Tensor tensor(JsonNode n) {
        JsonNode data = n.get("data");
        double[] flat = new double[data.size()];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = data.get(i).asDouble();
        }
        long[] shape = new long[n.get("shape").size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = n.get("shape").get(i).asLong();
        }
        return Tensor.of(flat, shape).cast(DType.of(n.get("dtype").asText()));
    }

    private List<Tensor> tensors(String key) {
        List<Tensor> out = new ArrayList<>();
        content.get(key).forEach(n -> out.add(tensor(n)));
        return out;
    }

    /** What a model gives for the inputs of the case. */
    List<Tensor> outputs(Model m) {
        if (content.has("texts")) {
            List<String> texts = new ArrayList<>();
            content.get("texts").forEach(t -> texts.add(t.asText()));
            return List.of(m.predict(texts));
        }
        List<Tensor> x = tensors("inputs");
        return List.copyOf(m.predictAll(x).values());
    }

    /** Asserts that a model gives what Keras did. */
    void check(Model m) {
        JsonNode tolerance = content.get("tolerance");
        check(m, "outputs", tolerance == null ? 1e-5f : (float) tolerance.asDouble());
    }

    private void check(Model m, String key, float tolerance) {
        List<Tensor> expected = tensors(key);
        List<Tensor> got = outputs(m);
        assertEquals(expected.size(), got.size(), name);
        for (int i = 0; i < got.size(); i++) {
            assertEquals(expected.get(i).shape(), got.get(i).shape(), name);
            assertArrayEquals(expected.get(i).floats(), got.get(i).floats(), tolerance, name);
        }
    }

    private Batch samples() {
        JsonNode y = content.get("targets");
        List<Tensor> targets = new ArrayList<>();
        if (y.isArray()) {
            targets.addAll(tensors("targets"));
        } else {
            targets.add(tensor(y));
        }
        JsonNode weights = content.get("sample_weight");
        return new Batch(
                Columns.of(tensors("inputs")),
                Columns.of(targets),
                weights == null ? null : Columns.of(tensor(weights)));
    }

    /** Asserts that the optimizer has Keras's state, and that further training goes as Keras's went. */
    void checkTraining(Model m) {
        List<Tensor> slots = content.has("slots") ? tensors("slots") : List.of();
        List<Variable> own = slots.isEmpty() ? List.of() : m.optimizer().variables();
        assertEquals(slots.size(), own.size(), name);
        for (int i = 0; i < own.size(); i++) {
            assertArrayEquals(
                    slots.get(i).cast(DType.FLOAT64).doubles(),
                    own.get(i).cast(DType.FLOAT64).doubles(),
                    1e-7,
                    name + ": " + own.get(i).name());
        }
        History h =
                m.fit(samples(), new Fit().batchSize(4).epochs(2).shuffle(false).verbose(0));
        content.get("history").fields().forEachRemaining(e -> {
            double[] expected = new double[e.getValue().size()];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = e.getValue().get(i).asDouble();
            }
            String metric = e.getKey().equals("acc") && !h.has("acc") ? "accuracy" : e.getKey();
            assertArrayEquals(expected, h.get(metric), 1e-4, name + ": " + e.getKey());
        });
        if (content.has("outputs_after")) {
            check(m, "outputs_after", 1e-4f);
        }
    }
}
