package org.kerata.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kerata.Input;
import org.kerata.Model;
import org.kerata.Sequential;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.core.Dense;
import org.kerata.serialization.LoadReport;
import org.kerata.serialization.ModelFileException;
import org.kerata.serialization.Save;

/** Weights that are spread over several files, with a map of them. */
class ShardsTest {
    private static final double BYTE = 1.0 / (1 << 30);

    @TempDir
    private Path folder;

    private static Path resource(String folder, String name) {
        return ModelCase.all(folder)
                .filter(p -> p.getFileName().toString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Model model(double value) {
        Model m = new Sequential(new Input(3), new Dense(4).name("first"), new Dense(2).name("second"));
        for (Variable v : m.weights()) {
            v.assign(v.times(0).plus(value));
        }
        return m;
    }

    private static void assertSameBits(Model a, Model b) {
        List<Tensor> wa = a.getWeights();
        List<Tensor> wb = b.getWeights();
        assertEquals(wa.size(), wb.size());
        for (int i = 0; i < wa.size(); i++) {
            assertArrayEquals(wa.get(i).floats(), wb.get(i).floats(), "weight " + i);
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void kerasFilesAreRead() {
        Path whole = resource("keras3", "trained_adam.keras");
        Model expected = Model.load(whole);
        Model m = Model.load(whole);
        for (Variable v : m.weights()) {
            v.assign(v.times(0));
        }
        m.optimizer().variables().forEach(v -> v.assign(v.times(0)));
        LoadReport report = m.loadWeights(resource("shards", "trained_adam.weights.json"));
        assertEquals(2, report.loaded().size());
        assertEquals(List.of(), report.unused());
        assertSameBits(expected, m);
        ModelCase.of(whole).check(m);
        ModelCase.of(whole).checkTraining(m);
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        Path map = folder.resolve("m.weights.json");
        Model m = Model.load(resource("keras3", "trained_adam.keras"));
        m.saveWeights(map, new Save().maxShardSize(64 * BYTE));
        assertTrue(files().size() > 3, files().toString());
        Model other = Model.load(resource("keras3", "trained_adam.keras"));
        other.fit(Tensor.of(new float[8], 2, 4), Tensor.of(new int[] {0, 1}));
        other.loadWeights(map);
        assertSameBits(m, other);
        ModelCase.of(resource("keras3", "trained_adam.keras")).checkTraining(other);
    }

    @Test
    void aLaterSaveTakesThePlaceOfAnEarlierOne() throws IOException {
        Path map = folder.resolve("m.weights.json");
        for (int i = 1; i <= 3; i++) {
            model(i).saveWeights(map, new Save().maxShardSize(50 * BYTE));
            Model m = model(0);
            m.loadWeights(map);
            assertSameBits(model(i), m);
        }
        assertEquals(
                List.of("m.weights.json", "m_00000.weights.h5", "m_00001.weights.h5", "m_00002.weights.h5"), files());
    }

    @Test
    void theEarlierSaveIsWholeUntilTheLaterOneIs() throws IOException {
        Path map = folder.resolve("m.weights.json");
        Save small = new Save().maxShardSize(50 * BYTE);
        model(1).saveWeights(map, small);
        String before = Files.readString(map);
        IllegalStateException stop = new IllegalStateException("stop");
        assertThrows(
                IllegalStateException.class,
                () -> model(2).saveWeights(
                                map, new Save().maxShardSize(50 * BYTE).progress((done, total) -> {
                                            throw stop;
                                        })));
        assertEquals(before, Files.readString(map));
        Model m = model(0);
        m.loadWeights(map);
        assertSameBits(model(1), m);
    }

    @Test
    void aWeightThatIsTooLargeForAFileIsNamed() throws IOException {
        ModelFileException e = assertThrows(
                ModelFileException.class,
                () -> model(1).saveWeights(folder.resolve("m.weights.json"), new Save().maxShardSize(40 * BYTE)));
        assertEquals(
                "The weight 0 (\"kernel\") of \"first\" takes 48 bytes, and a file may hold 40. Raise maxShardSize.",
                e.getMessage());
        assertEquals(List.of(), files());
    }

    @Test
    void whatCannotBeIsSaid() throws IOException {
        ConfigException none = assertThrows(ConfigException.class, () -> new Save().maxShardSize(0));
        assertEquals("Save: maxShardSize must be above 0. Received: 0.0.", none.getMessage());
        Path h5 = folder.resolve("m.weights.h5");
        ModelFileException ending =
                assertThrows(ModelFileException.class, () -> model(1).saveWeights(h5, new Save().maxShardSize(1)));
        assertEquals(
                "Weights with maxShardSize are saved as \".weights.json\", the format that Keras 3 reads. Received: \""
                        + h5 + "\".",
                ending.getMessage());
        ModelFileException stream = assertThrows(
                ModelFileException.class,
                () -> model(1).saveWeights(new ByteArrayOutputStream(), new Save().maxShardSize(1)));
        assertEquals(
                "maxShardSize is for saveWeights to a \".weights.json\" file; a whole model, or a stream, is one file.",
                stream.getMessage());
        assertThrows(
                ModelFileException.class, () -> model(1).save(folder.resolve("m.keras"), new Save().maxShardSize(1)));
    }

    @Test
    void damagedSetsAreRefusedAndChangeNothing() throws IOException {
        Path map = folder.resolve("m.weights.json");
        model(1).saveWeights(map, new Save().maxShardSize(50 * BYTE));
        String text = Files.readString(map);
        Path third = folder.resolve("m_00002.weights.h5");
        byte[] bytes = Files.readAllBytes(third);

        Files.delete(third);
        assertFails(map, "the weights are spread over several files, of which \"m_00002.weights.h5\" is missing");
        Files.write(third, bytes);

        Files.writeString(map, text.replace("m_00002", "m_00001"));
        assertFails(map, "\"second\" (layers/dense_1): it has 2 weights, the file 1");

        Files.writeString(map, text.replace("m_00000", "m_00002"));
        assertFails(map, "at /layers/dense/vars: the map says it is in \"m_00002.weights.h5\", which does not hold it");

        Files.writeString(map, text.replace("m_00002", "../m_00002"));
        assertFails(map, "files must lie beside it. Received: \"../m_00002.weights.h5\". Do not use the file.");

        Files.writeString(map, "{\"class_name\": \"Sequential\"}");
        assertFails(map, "it is JSON, but no map of weights, which would have \"weight_map\". Found: [class_name].");

        Files.writeString(map, text);
        Files.copy(folder.resolve("m_00001.weights.h5"), third, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertFails(map, "/layers/dense/vars/");
    }

    private static void assertFails(Path map, String part) {
        Model m = model(7);
        ModelFileException e = assertThrows(ModelFileException.class, () -> m.loadWeights(map));
        assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
        assertFalse(String.valueOf(e.getMessage()).isEmpty());
        assertSameBits(model(7), m);
    }
}
