package org.kerata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kerata.autodiff.Engine;
import org.kerata.layers.core.Dense;
import org.kerata.serialization.ModelFile;
import org.kerata.serialization.ModelFileException;
import org.kerata.serialization.Save;

/** What a model file holds is told without a model; the files are of real Keras where not said otherwise. */
class InspectTest {
    @TempDir
    private Path folder;

    private static Path resource(String name) {
        try {
            return Path.of(InspectTest.class.getResource("/files/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static final String ARRAYS = """

            weights: 4 arrays, 23 numbers, 92 bytes
              /layers/dense/vars/0    dense_23  (4, 3)  float32  48 bytes
              /layers/dense/vars/1    dense_23  (3)     float32  12 bytes
              /layers/dense_1/vars/0  dense_24  (3, 2)  float32  24 bytes
              /layers/dense_1/vars/1  dense_24  (2)     float32  8 bytes

            optimizer: 10 arrays, 48 numbers, 192 bytes
              /optimizer/vars/0  adam  ()      int32    4 bytes
              /optimizer/vars/1  adam  ()      float32  4 bytes
              /optimizer/vars/2  adam  (4, 3)  float32  48 bytes
              /optimizer/vars/3  adam  (4, 3)  float32  48 bytes
              /optimizer/vars/4  adam  (3)     float32  12 bytes
              /optimizer/vars/5  adam  (3)     float32  12 bytes
              /optimizer/vars/6  adam  (3, 2)  float32  24 bytes
              /optimizer/vars/7  adam  (3, 2)  float32  24 bytes
              /optimizer/vars/8  adam  (2)     float32  8 bytes
              /optimizer/vars/9  adam  (2)     float32  8 bytes""";

    private static String tail(String printed, String from) {
        return printed.substring(printed.indexOf(from));
    }

    @Test
    void modelsAreToldWhole() {
        ModelFile f = ModelFile.inspect(resource("keras3/trained_adam.keras"));
        assertEquals("model (.keras)", f.format());
        assertEquals(Optional.of("3.15.1"), f.kerasVersion());
        assertTrue(f.dateSaved().orElse("").matches("\\d{4}-\\d\\d-\\d\\d@\\d\\d:\\d\\d:\\d\\d"));
        assertEquals(Optional.of("Sequential"), f.modelClass());
        assertEquals(Optional.of("adam"), f.modelName());
        assertEquals(
                Optional.of(new ModelFile.Compiled(
                        "Adam",
                        "sparse_categorical_crossentropy",
                        List.of("accuracy", "SparseCategoricalCrossentropy"))),
                f.compiled());
        assertEquals(
                List.of("InputLayer", "Dense", "Dense"),
                f.layers().stream().map(ModelFile.LayerEntry::className).toList());
        assertTrue(f.layers().stream().allMatch(ModelFile.LayerEntry::known));
        assertEquals(ARRAYS, tail(f.toString(), "\nweights: "));
        assertTrue(f.toString()
                .contains("\ncompiled with Adam, loss sparse_categorical_crossentropy, metrics accuracy, "));
    }

    @Test
    void weightsInSeveralFilesAreToldAsOne() {
        ModelFile f = ModelFile.inspect(resource("shards/trained_adam.weights.json"));
        assertEquals("weights in 6 files (.weights.json)", f.format());
        assertEquals(ARRAYS, tail(f.toString(), "\nweights: "));
        assertEquals(Optional.empty(), f.compiled());
        assertEquals(List.of(), f.layers());
    }

    @Test
    void theOlderFormatIsToldToo() {
        ModelFile f = ModelFile.inspect(resource("keras2/trained.h5"));
        assertEquals("model (.h5)", f.format());
        assertTrue(f.kerasVersion().orElse("").startsWith("2."));
        assertEquals("Adam", f.compiled().orElseThrow().optimizer());
        assertEquals(4, f.weights().size());
        assertEquals(
                23, f.weights().stream().mapToLong(ModelFile.WeightEntry::size).sum());
        assertEquals(9, f.optimizerState().size());
    }

    @Test
    void modelsWithinAndOperationsAreTold() {
        ModelFile f = ModelFile.inspect(resource("keras3/graph.config.json"));
        assertEquals("config (JSON)", f.format());
        List<String> names = f.layers().stream().map(ModelFile.LayerEntry::name).toList();
        assertTrue(names.containsAll(List.of("inner", "inner/dense_13", "two/dense_15", "get_item")), names.toString());
        assertTrue(f.layers().stream().allMatch(ModelFile.LayerEntry::known), f.toString());
        assertEquals(List.of(), f.weights());
    }

    @Test
    void foldersAreTold() throws IOException {
        Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
        try (ZipFile z = new ZipFile(resource("keras3/dense.keras").toFile())) {
            for (ZipEntry e : java.util.Collections.list(z.entries())) {
                Files.copy(z.getInputStream(e), unpacked.resolve(e.getName()));
            }
        }
        ModelFile f = ModelFile.inspect(unpacked);
        ModelFile zip = ModelFile.inspect(resource("keras3/dense.keras"));
        assertEquals("model (unpacked .keras)", f.format());
        assertEquals(zip.weights(), f.weights());
        assertEquals(zip.layers(), f.layers());
    }

    @Test
    void unknownClassesAreMarked() throws IOException {
        String json = Files.readString(resource("keras3/dense.config.json"))
                .replaceFirst("\"class_name\": \"Dense\"", "\"class_name\": \"Mystery\"");
        Path file = Files.writeString(folder.resolve("unknown.json"), json);
        ModelFile f = ModelFile.inspect(file);
        assertEquals(
                List.of("Mystery"),
                f.layers().stream()
                        .filter(l -> !l.known())
                        .map(ModelFile.LayerEntry::className)
                        .toList());
        assertTrue(f.toString().contains("Mystery     not known: register it"), f.toString());
    }

    @Test
    void largeFilesTakeNoMemory() {
        Model m = new Sequential(new Input(1500), new Dense(1500), new Dense(1500));
        Path file = folder.resolve("large.keras");
        m.save(file, new Save());
        long before = Engine.allocations();
        assertEquals(
                2 * 1500 * 1501L,
                ModelFile.inspect(file).weights().stream()
                        .mapToLong(w -> w.size())
                        .sum());
        assertEquals(before, Engine.allocations());
    }

    @Test
    void whatIsNoModelFileIsSaid() throws IOException {
        Path json = Files.writeString(folder.resolve("a.json"), "{\"a\": 1}");
        ModelFileException e = assertThrows(ModelFileException.class, () -> ModelFile.inspect(json));
        assertEquals(
                "File \"" + json
                        + "\": it is JSON, but neither a model's config, which has \"class_name\" and \"config\","
                        + " nor a map of weights, which has \"weight_map\". Found: [a].",
                e.getMessage());
        Path text = Files.writeString(folder.resolve("a.keras"), "hello");
        ModelFileException none = assertThrows(ModelFileException.class, () -> ModelFile.inspect(text));
        assertEquals(
                "File \"" + text + "\": it is no model file: neither a zip (.keras) nor HDF5 (.h5).",
                none.getMessage());
        ModelFileException empty = assertThrows(ModelFileException.class, () -> ModelFile.inspect(folder));
        assertEquals(
                "File \"" + folder + "\": the folder has no config.json, so it is no unpacked .keras file.",
                empty.getMessage());
    }

    @Test
    void theProgramPrintsEveryFileAndSaysWhatFailed() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        String missing = folder.resolve("missing.keras").toString();
        String file = resource("keras3/dense.keras").toString();
        assertEquals(1, run(out, errors, file, missing));
        assertTrue(out.toString(StandardCharsets.UTF_8).startsWith(file + ": model (.keras), "));
        assertEquals(
                "File \"" + missing + "\": there is no such file. Check the path.",
                errors.toString(StandardCharsets.UTF_8).strip());
        assertEquals(0, run(out, errors, file));
        assertEquals(2, run(out, errors));
    }

    private static int run(ByteArrayOutputStream out, ByteArrayOutputStream errors, String... args) {
        return Inspect.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8));
    }
}
