package org.kerata.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kerata.Input;
import org.kerata.Model;
import org.kerata.Sequential;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.core.Dense;
import org.kerata.serialization.Load;
import org.kerata.serialization.ModelFileException;

/** Model files that are damaged, or made to do harm: each gives a clear error at once, and leaves nothing half done. */
class HostileModelsTest {
    private static final int MUTATIONS = Integer.getInteger("kerata.fuzz", 300);

    @TempDir
    private Path folder;

    private Path good;
    private final Map<String, byte[]> members = new LinkedHashMap<>();

    private static Model model(int units) {
        return new Sequential(new Input(3), new Dense(units).name("first"), new Dense(2).name("second"));
    }

    @BeforeEach
    void save() throws IOException {
        Model m = model(4);
        m.compile("adam", "mse");
        good = folder.resolve("good.keras");
        m.save(good);
        try (ZipFile z = new ZipFile(good.toFile())) {
            for (ZipEntry e : java.util.Collections.list(z.entries())) {
                members.put(e.getName(), z.getInputStream(e).readAllBytes());
            }
        }
    }

    // ---- helpers ----

    private Path write(String name, Map<String, byte[]> contents, int method) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> c : contents.entrySet()) {
                ZipEntry e = new ZipEntry(c.getKey());
                e.setMethod(method);
                if (method == ZipEntry.STORED) {
                    CRC32 crc = new CRC32();
                    crc.update(c.getValue());
                    e.setSize(c.getValue().length);
                    e.setCrc(crc.getValue());
                }
                zip.putNextEntry(e);
                zip.write(c.getValue());
            }
        }
        return file;
    }

    private Path withConfig(UnaryOperator<String> change) throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>(members);
        String config = new String(members.get("config.json"), StandardCharsets.UTF_8);
        String changed = change.apply(config);
        assertTrue(!changed.equals(config), "the config is not as the test expects");
        contents.put("config.json", changed.getBytes(StandardCharsets.UTF_8));
        return write("changed.keras", contents, ZipEntry.STORED);
    }

    private static String failure(Path file) {
        return assertTimeoutPreemptively(
                        Duration.ofSeconds(10), () -> assertThrows(KerataException.class, () -> Model.load(file)))
                .getMessage();
    }

    private static void assertFails(String part, Path file) {
        String message = failure(file);
        assertTrue(message.contains(part), message);
    }

    // ---- archives ----

    @Test
    void compressedMembersAreReadToo() throws IOException {
        Model m = Model.load(write("packed.keras", members, ZipEntry.DEFLATED));
        assertEquals(Model.load(good).toJson(), m.toJson());
    }

    @Test
    void whatIsNoModelFileIsSaid() throws IOException {
        Path text = Files.writeString(folder.resolve("text.keras"), "{\"class_name\": \"Sequential\"}");
        assertEquals(
                "File \"" + text + "\": it is no model file: neither a zip (.keras) nor HDF5 (.h5)."
                        + " It seems to be JSON: use Model.fromJson.",
                failure(text));
        assertFails("it is no model file", Files.write(folder.resolve("empty.keras"), new byte[0]));
        assertFails("there is no such file", folder.resolve("missing.keras"));
        assertFails("the folder has no config.json", folder);
        assertFails("It has no zip directory", Files.writeString(folder.resolve("short.keras"), "PK"));
    }

    @Test
    void truncatedFilesAreRefusedAtAnyLength() throws IOException {
        byte[] all = Files.readAllBytes(good);
        for (int length = 0; length < all.length; length += Math.max(1, all.length / 60)) {
            Path cut = Files.write(folder.resolve("cut.keras"), java.util.Arrays.copyOf(all, length));
            failure(cut);
        }
    }

    @Test
    void mutatedFilesLoadRightOrGiveAnError() throws IOException {
        byte[] all = Files.readAllBytes(good);
        Random random = new Random(11);
        Model right = Model.load(good);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutated = all.clone();
            for (int k = random.nextInt(4); k >= 0; k--) {
                mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Path file = Files.write(folder.resolve("mutated.keras"), mutated);
            assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
                try {
                    assertEquals(right.toJson(), Model.load(file).toJson());
                } catch (KerataException e) {
                    assertTrue(e.getMessage() != null && !e.getMessage().isEmpty());
                }
            });
        }
    }

    @Test
    void membersThatLeadOutOfTheFileAreRefused() throws IOException {
        for (String name : new String[] {"../evil", "/etc/passwd", "a/../../b", "C:\\evil", "..\\evil"}) {
            Map<String, byte[]> contents = new LinkedHashMap<>(members);
            contents.put(name, new byte[] {1});
            assertFails("leads out of the file", write("out.keras", contents, ZipEntry.STORED));
        }
    }

    @Test
    void membersOfOneNameAreRefused() throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>(members);
        contents.put("config.jsoN", new byte[] {1});
        byte[] all = Files.readAllBytes(write("double.keras", contents, ZipEntry.STORED));
        byte[] name = "config.jsoN".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i + name.length <= all.length; i++) {
            if (java.util.Arrays.equals(all, i, i + name.length, name, 0, name.length)) {
                all[i + name.length - 1] = 'n';
            }
        }
        assertFails("there are two members of this name", Files.write(folder.resolve("double.keras"), all));
    }

    @Test
    void zipBombsAreRefusedBeforeTheyUnpack() throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>(members);
        contents.put("model.weights.h5", new byte[64 << 20]);
        assertFails("the member would unpack to 67108864 bytes", write("bomb.keras", contents, ZipEntry.DEFLATED));
    }

    @Test
    void missingMembersAreNamed() throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>(members);
        contents.remove("model.weights.h5");
        assertFails("it has no member \"model.weights.h5\"", write("less.keras", contents, ZipEntry.STORED));
        contents.remove("config.json");
        assertFails("it has no member \"config.json\"", write("less.keras", contents, ZipEntry.STORED));
    }

    // ---- configs ----

    @Test
    void unknownClassesAreNamedAllAtOnce() throws IOException {
        Path file = withConfig(c -> c.replace("\"class_name\":\"Dense\"", "\"class_name\":\"Scale\""));
        assertEquals(
                "The model has layers of classes that are not known:\n"
                        + "  \"first\" of class Scale\n"
                        + "  \"second\" of class Scale\n"
                        + "Register yours before loading, each with a factory that makes one with default options:"
                        + " Registry.register(\"package>Name\", Name::new).",
                failure(file));
    }

    @Test
    void brokenConfigsAreErrors() throws IOException {
        assertFails("is not valid JSON", withConfig(c -> c.substring(0, c.length() / 2)));
        assertFails("is not valid JSON", withConfig(c -> "[".repeat(100_000)));
        assertFails("must hold a JSON object", withConfig(c -> "[1, 2]"));
        assertFails("Duplicate field", withConfig(c -> c.replace("\"module\":\"keras\"", "\"module\":1,\"module\":2")));
        assertFails("units must be at least 1", withConfig(c -> c.replace("\"units\":4", "\"units\":-4")));
        assertFails("units", withConfig(c -> c.replace("\"units\":4", "\"units\":\"many\"")));
        assertFails("unknown option \"unit\"", withConfig(c -> c.replace("\"units\":4", "\"unit\":4")));
    }

    @Test
    void hugeShapesAreRefusedBeforeAnythingIsAllocated() throws IOException {
        assertFails(
                "a single tensor may hold at most 2 GiB",
                withConfig(c -> c.replace("\"units\":4", "\"units\":2000000000")));
        assertFails(
                "for which the model's file does not hold enough",
                withConfig(c -> c.replace("\"units\":4", "\"units\":1000000")));
        failure(withConfig(c -> c.replace("\"batch_shape\":[null,3]", "\"batch_shape\":[null,-3]")));
    }

    // ---- weights ----

    @Test
    void weightsThatDoNotFitChangeNothing() {
        Path file = folder.resolve("other.weights.h5");
        model(5).saveWeights(file);
        Model m = model(4);
        Tensor before = m.getWeights().get(0);
        ModelFileException e = assertThrows(ModelFileException.class, () -> m.loadWeights(file));
        assertEquals(
                "File \"" + file + "\": the weights do not fit the model.\n"
                        + "  \"first\" (layers/dense): weight 0 (\"kernel\") has shape (3, 4), in the file (3, 5)\n"
                        + "  \"second\" (layers/dense_1): weight 0 (\"kernel\") has shape (4, 2), in the file (5, 2)\n"
                        + "Load it into the model it was saved from, or with new Load().skipMismatch(true) what fits.",
                e.getMessage());
        assertEquals(before.toString(), m.getWeights().get(0).toString());
        assertEquals(
                2, m.loadWeights(file, new Load().skipMismatch(true)).skipped().size());
    }

    @Test
    void surplusAndMissingWeightsAreErrors() {
        Path file = folder.resolve("more.weights.h5");
        new Sequential(new Input(3), new Dense(4), new Dense(2), new Dense(1)).saveWeights(file);
        ModelFileException more = assertThrows(ModelFileException.class, () -> model(4).loadWeights(file));
        assertTrue(
                more.getMessage().contains("layers/dense_2/vars: no layer of the model takes it"), more.getMessage());
        model(4).saveWeights(file);
        Model three = new Sequential(new Input(3), new Dense(4), new Dense(2), new Dense(1));
        ModelFileException less = assertThrows(ModelFileException.class, () -> three.loadWeights(file));
        assertTrue(less.getMessage().contains("it has 2 weights, the file 0"), less.getMessage());
    }

    @Test
    void weightsByNameGoWhereTheNamesAre() {
        Path file = folder.resolve("named.weights.h5");
        Model from = model(4);
        from.saveWeights(file);
        Model to = new Sequential(new Input(3), new Dense(5).name("first"), new Dense(3));
        assertThrows(ModelFileException.class, () -> to.loadWeights(file, new Load().byName(true)));
        Model fits = new Sequential(new Input(3), new Dense(4).name("first"), new Dense(9).name("new"));
        assertEquals(1, fits.loadWeights(file, new Load().byName(true)).loaded().size());
        assertEquals(
                from.getWeights().get(0).toString(), fits.getWeights().get(0).toString());
    }

    @Test
    void weightsThatAreNoNumbersAreRefused() {
        Model m = model(4);
        Path file = folder.resolve("nan.weights.h5");
        float[] kernel = new float[12];
        kernel[5] = Float.NaN;
        m.getLayer("first").weights().get(0).assign(Tensor.of(kernel, 3, 4));
        m.saveWeights(file);
        ModelFileException e = assertThrows(ModelFileException.class, () -> model(4).loadWeights(file));
        assertTrue(e.getMessage().contains("/layers/dense/vars/0: element 5 is NaN"), e.getMessage());
        model(4).loadWeights(file, new Load().allowNonFinite(true));
    }

    // ---- saving ----

    @Test
    void aFailedSaveLeavesTheOldFile() throws IOException {
        byte[] before = Files.readAllBytes(good);
        Model m = model(4);
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("no space left");
            }
        };
        ModelFileException e = assertThrows(ModelFileException.class, () -> m.save(full));
        assertEquals("The model could not be written: no space left.", e.getMessage());
        assertThrows(ModelFileException.class, () -> m.save(good.resolve("within.keras")));
        assertEquals(ByteBuffer.wrap(before).order(ByteOrder.BIG_ENDIAN), ByteBuffer.wrap(Files.readAllBytes(good)));
        try (var files = Files.list(folder)) {
            assertEquals(0, files.filter(p -> p.toString().endsWith(".part")).count());
        }
    }

    @Test
    void endingsThatPromiseAnotherFormatAreRefused() {
        ModelFileException e = assertThrows(ModelFileException.class, () -> model(4).save(folder.resolve("m.h5")));
        assertEquals(
                "A whole model is saved as \".keras\", the format that Keras 3 reads. Received: \""
                        + folder.resolve("m.h5") + "\".",
                e.getMessage());
        assertThrows(ModelFileException.class, () -> model(4).saveWeights(folder.resolve("m.keras")));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        model(4).save(out);
        assertTrue(out.size() > 0);
    }
}
