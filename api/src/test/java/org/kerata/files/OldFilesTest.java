package org.kerata.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.kerata.Model;
import org.kerata.serialization.LoadReport;
import org.kerata.training.optimizers.Optimizers;

/** Files that real Keras 1 and 2 wrote, on TensorFlow and on Theano: the same numbers, also when written again, and training goes on. */
class OldFilesTest {
    private static final List<String> FOLDERS = List.of("keras1", "keras2");

    @TempDir
    private Path folder;

    private static Stream<Path> files(String ending) {
        return FOLDERS.stream()
                .flatMap(ModelCase::all)
                .filter(p -> p.toString().endsWith(ending))
                .filter(OldFilesTest::hasOptimizer);
    }

    /** Files named after an optimizer that there is: {@code trained_adamax_theano.h5}. */
    private static boolean hasOptimizer(Path p) {
        String name = p.getFileName().toString();
        return Stream.of("adagrad", "adadelta", "adamax", "nadam", "ftrl")
                .noneMatch(o -> name.contains(o) && !Optimizers.NAMES.knows(o));
    }

    private static DynamicTest test(Path p, org.junit.jupiter.api.function.Executable e) {
        return dynamicTest(p.getParent().getFileName() + "/" + p.getFileName(), e);
    }

    private static boolean isWhole(Path p) {
        return !p.toString().endsWith(".weights.h5");
    }

    @TestFactory
    Stream<DynamicTest> wholeModels() {
        return files(".h5")
                .filter(OldFilesTest::isWhole)
                .map(p -> test(p, () -> {
                    Model m = Model.load(p);
                    ModelCase.of(p).check(m);
                    Path again = folder.resolve(p.getFileName() + ".keras");
                    m.save(again);
                    Model second = Model.load(again);
                    ModelCase.of(p).check(second);
                    assertEquals(m.toJson(), second.toJson());
                }));
    }

    @TestFactory
    Stream<DynamicTest> configsAndWeights() {
        return files(".weights.h5")
                .map(p -> test(p, () -> {
                    Model m = Model.fromJson(
                            Files.readString(Path.of(p.toString().replace(".weights.h5", ".config.json"))));
                    LoadReport report = m.loadWeights(p);
                    assertTrue(report.skipped().isEmpty(), report.toString());
                    assertTrue(report.unused().isEmpty(), report.toString());
                    ModelCase.of(p).check(m);
                }));
    }

    @TestFactory
    Stream<DynamicTest> trainingGoesOn() {
        return files(".h5")
                .filter(OldFilesTest::isWhole)
                .filter(p -> p.getFileName().toString().startsWith("trained_"))
                .map(p -> test(p, () -> ModelCase.of(p).checkTraining(Model.load(p))));
    }
}
