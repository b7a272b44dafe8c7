package org.kerata.files;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.kerata.Model;

/** Writes every model of the fixtures to {@code target/for-keras}, for the check with real Keras in {@code interop}. */
class WrittenForKerasTest {
    private static final Path FOLDER = Path.of("target", "for-keras");

    @TestFactory
    Stream<DynamicTest> models() {
        return ModelCase.all("keras3")
                .filter(p -> p.toString().endsWith(".keras"))
                .map(p -> dynamicTest(p.getFileName().toString(), () -> {
                    Files.createDirectories(FOLDER);
                    String name = p.getFileName().toString().replace(".keras", "");
                    Model m = Model.load(p);
                    m.save(FOLDER.resolve(name + ".keras"));
                    m.saveWeights(FOLDER.resolve(name + ".weights.h5"));
                    Files.copy(
                            p.resolveSibling(name + ".json"),
                            FOLDER.resolve(name + ".json"),
                            StandardCopyOption.REPLACE_EXISTING);
                    assertTrue(Files.size(FOLDER.resolve(name + ".keras")) > 0);
                }));
    }
}
