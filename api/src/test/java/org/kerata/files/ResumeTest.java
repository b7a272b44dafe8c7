package org.kerata.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kerata.Input;
import org.kerata.Kerata;
import org.kerata.Model;
import org.kerata.Sequential;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.Layer;
import org.kerata.layers.core.Dense;
import org.kerata.layers.normalization.BatchNormalization;
import org.kerata.layers.regularization.Dropout;
import org.kerata.serialization.Load;
import org.kerata.training.Evaluate;
import org.kerata.training.Fit;
import org.kerata.training.callbacks.ModelCheckpoint;
import org.kerata.training.optimizers.Adam;

/** Training that goes on from a file goes on as if it had never stopped: the same bits, dropout included. */
class ResumeTest {
    @TempDir
    private Path folder;

    private final Tensor x = numbers(40, 6);
    private final Tensor y = Tensor.of(new Random(2).ints(40, 0, 3).toArray());

    private static Tensor numbers(int... shape) {
        float[] f = new float[shape[0] * shape[1]];
        Random random = new Random(1);
        for (int i = 0; i < f.length; i++) {
            f[i] = random.nextFloat() - 0.5f;
        }
        return Tensor.of(f, shape[0], shape[1]);
    }

    private static Model model() {
        Kerata.setRandomSeed(7);
        Model m = new Sequential(
                new Input(6),
                new Dense(8).activation("relu"),
                new BatchNormalization(),
                new Dropout(0.3),
                new Dense(3).activation("softmax"));
        m.compile(new Adam(0.01), "sparse_categorical_crossentropy", "accuracy");
        return m;
    }

    private static Fit epochs(int from, int to) {
        return new Fit()
                .initialEpoch(from)
                .epochs(to)
                .batchSize(8)
                .shuffle(false)
                .verbose(0);
    }

    private static void assertSameBits(Model a, Model b) {
        List<Tensor> wa = a.getWeights();
        List<Tensor> wb = b.getWeights();
        for (int i = 0; i < wa.size(); i++) {
            assertArrayEquals(wa.get(i).floats(), wb.get(i).floats(), "weight " + i);
        }
    }

    @Test
    void goesOnWithTheSameBits() {
        Model through = model();
        through.fit(x, y, epochs(0, 4));

        Model first = model();
        first.fit(x, y, epochs(0, 2));
        Path file = folder.resolve("half.keras");
        first.save(file);
        Model second = Model.load(file);
        assertEquals(first.toJson(), second.toJson());
        assertEquals(10, second.optimizer().iterations().longs()[0]);
        second.fit(x, y, epochs(2, 4));
        assertSameBits(through, second);
    }

    @Test
    void streamsHoldTheSame() {
        Model m = model();
        m.fit(x, y, epochs(0, 1));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        m.save(out);
        Model again = Model.load(new ByteArrayInputStream(out.toByteArray()));
        assertSameBits(m, again);
        assertEquals(
                m.evaluate(x, y, new Evaluate().verbose(0)).loss(),
                again.evaluate(x, y, new Evaluate().verbose(0)).loss());
    }

    @Test
    void withoutCompilingTheModelOnlyPredicts() throws IOException {
        Path file = folder.resolve("m.keras");
        Model m = model();
        m.save(file);
        Model again = Model.load(file, new Load().compile(false));
        assertArrayEquals(m.predict(x).floats(), again.predict(x).floats());
        assertFalse(again.toJson().contains("compile_config"));
    }

    @Test
    void checkpointsAreWrittenDuringTraining() throws IOException {
        Model m = model();
        m.fit(
                x,
                y,
                epochs(0, 3)
                        .callbacks(
                                new ModelCheckpoint(folder + "/{epoch:02d}.keras"),
                                new ModelCheckpoint(folder.resolve("last.weights.h5"))));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    List.of("01.keras", "02.keras", "03.keras", "last.weights.h5"),
                    files.map(p -> p.getFileName().toString()).sorted().toList());
        }
        assertSameBits(m, Model.load(folder.resolve("03.keras")));
        Model other = model();
        assertTrue(
                other.loadWeights(folder.resolve("last.weights.h5")).skipped().isEmpty());
        assertSameBits(m, other);
        assertEquals(15, other.optimizer().iterations().longs()[0]);
    }

    /** A layer that nobody has registered. */
    private static final class Unknown extends Layer {
        @Override
        protected Tensor call(Tensor x, Call call) {
            return x;
        }
    }

    @Test
    void checkpointsOfWhatCannotBeSavedFailBeforeTraining() throws IOException {
        Model m = new Sequential(new Input(3), new Dense(1), new Unknown());
        m.compile("sgd", "mse");
        List<Tensor> before = m.getWeights();
        Fit how = epochs(0, 1).callbacks(new ModelCheckpoint(folder + "/m.keras"));
        ConfigException e = assertThrows(
                ConfigException.class, () -> m.fit(Tensor.of(new float[2][3]), Tensor.of(new float[2][1]), how));
        assertEquals(
                "ModelCheckpoint: the model cannot be saved. The layer org.kerata.files.ResumeTest$Unknown is not registered."
                        + " Register it as \"package>Unknown\" with a factory that makes one."
                        + " Or save weights alone, under a path that ends in \".weights.h5\".",
                e.getMessage());
        assertArrayEquals(before.get(0).floats(), m.getWeights().get(0).floats());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
        m.fit(
                Tensor.of(new float[2][3]),
                Tensor.of(new float[2][1]),
                epochs(0, 1).callbacks(new ModelCheckpoint(folder + "/m.weights.h5")));
        assertTrue(Files.exists(folder.resolve("m.weights.h5")));
    }
}
