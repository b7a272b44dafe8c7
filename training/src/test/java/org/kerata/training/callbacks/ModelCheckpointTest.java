package org.kerata.training.callbacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.ConfigException;
import org.kerata.training.Logs;

class ModelCheckpointTest {
    private final StubModel model = new StubModel();

    /** Runs epochs of three batches with these figures. */
    private void run(ModelCheckpoint callback, String figure, double... values) {
        callback.setModel(model);
        callback.onTrainBegin(new Logs());
        for (int epoch = 0; epoch < values.length; epoch++) {
            Logs logs = new Logs();
            logs.put(figure, values[epoch]);
            callback.onEpochBegin(epoch, new Logs());
            for (int batch = 0; batch < 3; batch++) {
                callback.onTrainBatchEnd(batch, logs);
            }
            callback.onEpochEnd(epoch, logs);
        }
    }

    private static List<Path> paths(String... names) {
        return java.util.Arrays.stream(names).map(Path::of).toList();
    }

    @Test
    void savesAfterEachEpochUnderAPathWithFigures() {
        run(new ModelCheckpoint("run/{epoch:02d}-{val_loss:.3f}.keras"), "val_loss", 0.5, 0.25);
        assertEquals(paths("run/01-0.500.keras", "run/02-0.250.keras"), model.saved);
    }

    @Test
    void savesOnlyWhatIsBetterThanBefore() {
        run(new ModelCheckpoint("{epoch}.keras").saveBestOnly(true), "val_loss", 3, 2, 2, 4, 1);
        assertEquals(paths("1.keras", "2.keras", "5.keras"), model.saved);
        model.saved.clear();
        run(
                new ModelCheckpoint("{epoch}.keras")
                        .saveBestOnly(true)
                        .mode("max")
                        .monitor("acc")
                        .initialValueThreshold(0.5),
                "acc",
                0.4,
                0.6,
                0.5);
        assertEquals(paths("2.keras"), model.saved);
    }

    @Test
    void savesEverySoManyBatchesAcrossEpochs() {
        run(new ModelCheckpoint("{epoch}-{batch:02d}.keras").saveFreq(2), "loss", 1, 1, 1);
        assertEquals(paths("1-02.keras", "2-01.keras", "2-03.keras", "3-02.keras"), model.saved);
    }

    @Test
    void savesWeightsAloneWhereThePathSaysSo() {
        run(new ModelCheckpoint(Path.of("last.weights.h5")), "loss", 1);
        assertEquals(paths("last.weights.h5"), model.savedWeights);
        assertEquals(List.of(), model.saved);
    }

    private static void assertRefused(String message, Runnable work) {
        assertEquals(message, assertThrows(ConfigException.class, work::run).getMessage());
    }

    @Test
    void refusesPathsThatDoNotSuit() {
        assertRefused(
                "ModelCheckpoint: the path must end in \".keras\" to save the whole model.",
                () -> new ModelCheckpoint("model.h5"));
        assertRefused(
                "ModelCheckpoint: the path must end in \".weights.h5\" to save weights alone.",
                () -> new ModelCheckpoint("model.keras").saveWeightsOnly(true));
        assertRefused(
                "ModelCheckpoint: the path \"{val_mae}.keras\" asks for \"val_mae\", which there is not. Available: [epoch, loss].",
                () -> run(new ModelCheckpoint("{val_mae}.keras"), "loss", 1));
        assertRefused(
                "ModelCheckpoint: the path \"{loss:02d}.keras\" has the format \"02d\", which does not suit 1.0."
                        + " Use one such as \"02d\" for whole numbers, \".3f\" for others.",
                () -> run(new ModelCheckpoint("{loss:02d}.keras"), "loss", 1));
        assertRefused(
                "ModelCheckpoint: saveFreq must be at least 1. Received: 0.",
                () -> new ModelCheckpoint("x.keras").saveFreq(0));
    }
}
