package org.kerata.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.kerata.Model;
import org.kerata.autodiff.Tensor;
import org.kerata.serialization.Load;
import org.kerata.serialization.LoadReport;

/** Files that real Keras wrote give the same numbers here, and so do those that Kerata writes of them. */
class KerasFilesTest {
    @TempDir
    private Path folder;

    private static Stream<Path> files(String ending) {
        return ModelCase.all("keras3").filter(p -> p.toString().endsWith(ending));
    }

    private static String name(Path p) {
        return p.getFileName().toString();
    }

    @TestFactory
    Stream<DynamicTest> archives() {
        return files(".keras")
                .map(p -> dynamicTest(name(p), () -> {
                    ModelCase c = ModelCase.of(p);
                    Model m = Model.load(p);
                    c.check(m);
                    String config = m.toJson();
                    assertEquals(config, Model.fromJson(config).toJson());
                    Path again = folder.resolve(name(p));
                    m.save(again);
                    Model second = Model.load(again);
                    assertSame(m, second, c);
                }));
    }

    private static void assertSame(Model one, Model other, ModelCase c) {
        assertEquals(one.toJson(), other.toJson());
        List<Tensor> a = c.outputs(one);
        List<Tensor> b = c.outputs(other);
        for (int i = 0; i < a.size(); i++) {
            assertArrayEquals(a.get(i).floats(), b.get(i).floats());
        }
    }

    @TestFactory
    Stream<DynamicTest> olderFormat() {
        return files(".h5")
                .filter(p -> !name(p).endsWith(".weights.h5"))
                .map(p -> dynamicTest(name(p), () -> ModelCase.of(p).check(Model.load(p))));
    }

    @TestFactory
    Stream<DynamicTest> ofKeras2() {
        return ModelCase.all("keras2")
                .filter(p -> name(p).endsWith(".keras"))
                .map(p -> dynamicTest(name(p), () -> ModelCase.of(p).check(Model.load(p))));
    }

    @TestFactory
    Stream<DynamicTest> configsAndWeights() {
        return files(".weights.h5")
                .map(p -> dynamicTest(name(p), () -> {
                    ModelCase c = ModelCase.of(p);
                    Model m = Model.fromJson(
                            Files.readString(Path.of(p.toString().replace(".weights.h5", ".config.json"))));
                    LoadReport report = m.loadWeights(p);
                    assertEquals(List.of(), report.skipped());
                    assertEquals(List.of(), report.unused());
                    c.check(m);
                    Path again = folder.resolve(name(p));
                    m.saveWeights(again);
                    Model other = Model.fromJson(m.toJson());
                    other.loadWeights(again, new Load());
                    c.check(other);
                }));
    }

    @TestFactory
    Stream<DynamicTest> configs() {
        return files(".config.json")
                .map(p -> dynamicTest(name(p), () -> {
                    Model m = Model.fromJson(Files.readString(p));
                    assertTrue(m.isBuilt());
                    assertEquals(m.toJson(), Model.fromJson(m.toJson()).toJson());
                }));
    }

    @TestFactory
    Stream<DynamicTest> folders() {
        return files(".keras")
                .limit(3)
                .map(p -> dynamicTest(name(p), () -> {
                    ModelCase.of(p).check(Model.load(unpacked(p)));
                }));
    }

    private Path unpacked(Path zip) throws IOException {
        Path to = Files.createDirectory(folder.resolve(name(zip) + "-folder"));
        try (java.util.zip.ZipFile z = new java.util.zip.ZipFile(zip.toFile())) {
            for (java.util.zip.ZipEntry e : java.util.Collections.list(z.entries())) {
                Files.copy(z.getInputStream(e), to.resolve(e.getName()));
            }
        }
        return to;
    }

    @TestFactory
    Stream<DynamicTest> trainingGoesOn() {
        return files(".keras")
                .filter(p -> name(p).startsWith("trained_"))
                .map(p -> dynamicTest(name(p), () -> ModelCase.of(p).checkTraining(Model.load(p))));
    }
}
