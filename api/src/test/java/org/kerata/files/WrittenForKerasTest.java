package org.kerata.files;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.kerata.Model;
import org.kerata.serialization.Save;

/** Writes every model of the fixtures to {@code target/for-keras}, for the check with real Keras in {@code interop}. */
class WrittenForKerasTest {
    private static final Path FOLDER = Path.of("target", "for-keras");

    @TestFactory
    Stream<DynamicTest> models() {
        return ModelCase.all("keras3")
                .filter(p -> p.toString().endsWith(".keras"))
                .map(p -> dynamicTest(p.getFileName().toString(), () -> {
                    String name = p.getFileName().toString().replace(".keras", "");
                    write(p, name, FOLDER, name);
                }));
    }

    /** Writes the model of a fixture under this name, with what Keras made of it beside it. */
    private static void write(Path from, String fixture, Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        Model m = Model.load(from);
        m.save(folder.resolve(name + ".keras"));
        m.saveWeights(folder.resolve(name + ".weights.h5"));
        Files.copy(
                from.resolveSibling(fixture + ".json"),
                folder.resolve(name + ".json"),
                StandardCopyOption.REPLACE_EXISTING);
        assertTrue(Files.size(folder.resolve(name + ".keras")) > 0);
    }

    /** What Kerata writes of the models of old versions, which Keras 3 opens too. */
    @TestFactory
    Stream<DynamicTest> oldModels() {
        return Stream.of("keras1", "keras2")
                .flatMap(ModelCase::all)
                .filter(p -> p.toString().endsWith(".h5") && !p.toString().endsWith(".weights.h5"))
                .filter(p -> !p.getFileName().toString().startsWith("trained_"))
                .map(p -> dynamicTest(p.getFileName().toString(), () -> {
                    String from = p.getFileName().toString().replace(".h5", "");
                    write(
                            p,
                            from,
                            Path.of("target", "for-keras-old"),
                            p.getParent().getFileName() + "_" + from);
                }));
    }

    /** Of one model the weights are saved in several files once, of another twice, which leaves names that do not begin at 0. */
    @TestFactory
    Stream<DynamicTest> shards() {
        return Stream.of("trained_adam", "trained_rmsprop")
                .map(name -> dynamicTest(name, () -> {
                    Path folder = Files.createDirectories(Path.of("target", "for-keras-shards"));
                    Path from = ModelCase.all("keras3")
                            .filter(p -> p.getFileName().toString().equals(name + ".keras"))
                            .findFirst()
                            .orElseThrow();
                    Path map = folder.resolve(name + ".weights.json");
                    Files.deleteIfExists(map);
                    Model m = Model.load(from);
                    m.save(folder.resolve(name + ".keras"));
                    Save inPieces = new Save().maxShardSize(64.0 / (1 << 30));
                    for (int i = name.equals("trained_adam") ? 1 : 0; i < 2; i++) {
                        m.saveWeights(map, inPieces);
                    }
                    assertTrue(Files.size(map) > 0);
                }));
    }
}
