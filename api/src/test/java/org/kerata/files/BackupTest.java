package org.kerata.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kerata.Input;
import org.kerata.Kerata;
import org.kerata.Model;
import org.kerata.Sequential;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.core.Dense;
import org.kerata.layers.normalization.BatchNormalization;
import org.kerata.layers.regularization.Dropout;
import org.kerata.training.Fit;
import org.kerata.training.callbacks.BackupAndRestore;
import org.kerata.training.callbacks.Callback;
import org.kerata.training.callbacks.History;
import org.kerata.training.data.Dataset;
import org.kerata.training.optimizers.Adam;

/** Training that is killed and started again comes to the same bits as training that is not, dropout and order of samples included. */
class BackupTest {
    private static final int EPOCHS = 5;

    @TempDir
    private Path folder;

    private final Tensor x = Tensor.of(numbers(41 * 6), 41, 6);
    private final Tensor y = Tensor.of(new Random(2).ints(41, 0, 3).toArray());

    private static float[] numbers(int n) {
        Random random = new Random(1);
        float[] f = new float[n];
        for (int i = 0; i < n; i++) {
            f[i] = random.nextFloat() - 0.5f;
        }
        return f;
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Stands for the end of the process: at an epoch, before a batch of it. */
    private static Callback killedAt(int epoch, long batch) {
        return new Callback() {
            private int now;

            @Override
            public void onEpochBegin(int epoch, org.kerata.training.Logs logs) {
                now = epoch;
            }

            @Override
            public void onTrainBatchBegin(long b, org.kerata.training.Logs logs) {
                if (now == epoch && b == batch) {
                    throw new Killed();
                }
            }
        };
    }

    /** What each start of the program does. */
    private final class Program {
        final Model model;
        History history = new History();

        Program() {
            Kerata.setRandomSeed(7);
            model = new Sequential(
                    new Input(6),
                    new Dense(8).activation("relu"),
                    new BatchNormalization(),
                    new Dropout(0.3),
                    new Dense(3).activation("softmax"));
            model.compile(new Adam(0.01), "sparse_categorical_crossentropy", "accuracy");
        }

        Program run(boolean fromDataset, UnaryOperator<Fit> options, Callback... callbacks) {
            Fit how = options.apply(new Fit().epochs(EPOCHS).verbose(0).callbacks(callbacks));
            history = fromDataset
                    ? model.fit(Dataset.of(x, y).shuffle(16).batch(8), how)
                    : model.fit(x, y, how.batchSize(8));
            return this;
        }
    }

    private static void assertSameBits(Model a, Model b) {
        List<Tensor> wa = a.getWeights();
        List<Tensor> wb = b.getWeights();
        for (int i = 0; i < wa.size(); i++) {
            assertArrayEquals(wa.get(i).floats(), wb.get(i).floats(), "weight " + i);
        }
        for (int i = 0; i < a.optimizer().variables().size(); i++) {
            assertArrayEquals(
                    a.optimizer().variables().get(i).doubles(),
                    b.optimizer().variables().get(i).doubles());
        }
    }

    private void check(boolean fromDataset, UnaryOperator<Fit> options) {
        Program through = new Program().run(fromDataset, options);
        Path backup = folder.resolve("backup");
        assertThrows(
                Killed.class,
                () -> new Program().run(fromDataset, options, new BackupAndRestore(backup), killedAt(2, 3)));
        assertThrows(
                Killed.class,
                () -> new Program().run(fromDataset, options, new BackupAndRestore(backup), killedAt(4, 0)));
        Program last = new Program().run(fromDataset, options, new BackupAndRestore(backup));
        assertSameBits(through.model, last.model);
        assertArrayEquals(new int[] {4}, last.history.epochs());
        assertEquals(through.history.get("loss")[4], last.history.get("loss")[0]);
        assertFalse(Files.exists(backup));
    }

    @Test
    void ofSamplesInRandomOrder() {
        check(false, f -> f);
    }

    @Test
    void ofStepsThatAreNoWholeWalks() {
        check(false, f -> f.stepsPerEpoch(4));
    }

    @Test
    void ofADatasetInRandomOrder() {
        check(true, f -> f);
    }

    @Test
    void withValidation() {
        check(false, f -> f.validationSplit(0.2));
    }

    @Test
    void anEpochBeginsAnewAfterABackupWithinIt() {
        Path backup = folder.resolve("backup");
        Program killed = new Program();
        assertThrows(
                Killed.class,
                () -> killed.run(false, f -> f, new BackupAndRestore(backup).saveFreq(2), killedAt(1, 4)));
        Program again = new Program();
        again.run(false, f -> f.epochs(1), new BackupAndRestore(backup).deleteCheckpoint(false));
        // Asked for one epoch alone, it has none to do.
        assertArrayEquals(new int[0], again.history.epochs());
        assertSameBits(killed.model, again.model);
        Program last = new Program().run(false, f -> f, new BackupAndRestore(backup));
        assertArrayEquals(new int[] {1, 2, 3, 4}, last.history.epochs());
    }

    @Test
    void aDamagedBackupLosesNothing() throws IOException {
        Path backup = folder.resolve("backup");
        Program first = new Program()
                .run(
                        false,
                        f -> f.epochs(3),
                        new BackupAndRestore(backup).deleteCheckpoint(false).doubleCheckpoint(true));
        Path weights = backup.resolve("latest.weights.h5");
        byte[] bytes = Files.readAllBytes(weights);
        Files.write(weights, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        Program again = new Program().run(false, f -> f.epochs(3), new BackupAndRestore(backup));
        assertArrayEquals(new int[] {2}, again.history.epochs());
        assertSameBits(first.model, again.model);
    }
}
