package org.kerata.zoo.guide;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kerata.Input;
import org.kerata.Kerata;
import org.kerata.Model;
import org.kerata.Sequential;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.core.Dense;
import org.kerata.serialization.Load;
import org.kerata.serialization.LoadReport;
import org.kerata.serialization.ModelFile;
import org.kerata.serialization.Save;
import org.kerata.training.Fit;
import org.kerata.training.callbacks.ModelCheckpoint;
import org.kerata.zoo.datasets.Digits;

/** What the guide says of files. The Keras files are those that real Keras wrote for the tests of {@code api}. */
class FilesTest {
    private static final Path OF_KERAS = Path.of("..", "api", "src", "test", "resources", "files");

    @TempDir
    private Path folder;

    private final Tensor x = Digits.load().xTrain().reshape(-1, 64).div(16);
    private final Tensor y = Digits.load().yTrain();

    @BeforeEach
    void seed() {
        Kerata.setRandomSeed(1);
    }

    private static Model model() {
        Model model = new Sequential(
                new Input(64),
                new Dense(32).name("hidden").activation("relu"),
                new Dense(10).name("out").activation("softmax"));
        model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
        return model;
    }

    @Test
    void saveLoadAndGoOn() throws IOException {
        Model model = model();
        // guide
        model.fit(
                x,
                y,
                new Fit()
                        .epochs(3)
                        .validationSplit(0.1)
                        .verbose(0)
                        .callbacks(
                                new ModelCheckpoint(folder + "/{epoch:02d}-{val_loss:.3f}.keras").saveBestOnly(true)));
        Path file = folder.resolve("digits.keras");
        model.save(file); // architecture, weights, how it was compiled, the optimizer's state

        Model again = Model.load(file);
        again.fit(x, y, new Fit().initialEpoch(3).epochs(5).verbose(0)); // goes on as if nothing had been between
        try (InputStream in = Files.newInputStream(file)) {
            Model fromStream = Model.load(in, new Load().compile(false)); // to predict only
        }
        // end
        try (var files = Files.list(folder)) {
            assertTrue(files.anyMatch(f -> f.getFileName().toString().matches("0\\d-\\d\\.\\d{3}\\.keras")));
        }
        assertArrayEquals(model.predict(x).floats(), Model.load(file).predict(x).floats());
    }

    @Test
    void weightsAndJson() {
        Model model = model();
        // guide
        Path weights = folder.resolve("digits.weights.h5");
        model.saveWeights(weights);
        String json = model.toJson();

        Model twin = Model.fromJson(json); // the same layers, with fresh weights
        twin.loadWeights(weights);

        Model other = new Sequential(
                new Input(64),
                new Dense(32).name("hidden").activation("relu"),
                new Dense(26).name("out").activation("softmax"));
        LoadReport report = other.loadWeights(weights, new Load().byName(true).skipMismatch(true));
        System.out.println(report); // what was loaded, what was skipped and why, what was not used
        // end
        assertArrayEquals(model.predict(x).floats(), twin.predict(x).floats());
        assertEquals(1, report.loaded().size(), report.toString());
        assertEquals(1, report.skipped().size(), report.toString());
        assertArrayEquals(
                model.getWeights().get(0).floats(), other.getWeights().get(0).floats());
    }

    @Test
    void largeFiles() {
        Model model = model();
        Path file = folder.resolve("digits.keras");
        // guide
        model.save(file, new Save().progress((done, total) -> System.out.printf("%d %%%n", 100 * done / total)));
        model.saveWeights(folder.resolve("digits.weights.json"), new Save().maxShardSize(2)); // in files of up to 2 GB
        model.loadWeights(folder.resolve("digits.weights.json"));
        System.out.println(ModelFile.inspect(file)); // versions, layers, shapes and sizes of weights
        // end
        assertArrayEquals(model.predict(x).floats(), Model.load(file).predict(x).floats());
    }

    @Test
    void fromPython() {
        Path folder = OF_KERAS.resolve("keras3");
        // guide
        Model model = Model.load(folder.resolve("trained_adam.keras")); // as Keras saved it
        Model older = Model.load(folder.resolve("trained_adam.h5")); // the same model in the older format
        // end
        assertEquals(model.toJson(), older.toJson());
        assertFalse(model.optimizer().iterations().longs()[0] == 0, "the optimizer's state comes too");
    }
}
