package org.kerata.training.callbacks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.KerataException;
import org.kerata.training.Logs;

/** The files of backups. That training goes on with the same bits is tested where there are models with files. */
class BackupAndRestoreTest {
    @TempDir
    private Path folder;

    private final StubModel model = new StubModel();

    private BackupAndRestore callback() {
        BackupAndRestore c = new BackupAndRestore(folder.resolve("backup"));
        c.setModel(model);
        return c;
    }

    private static void epochs(BackupAndRestore c, int from, int to) {
        for (int epoch = from; epoch < to; epoch++) {
            for (int batch = 0; batch < 3; batch++) {
                c.onTrainBatchEnd(batch, new Logs());
            }
            c.onEpochEnd(epoch, new Logs());
        }
    }

    private List<String> files() throws IOException {
        if (!Files.exists(folder.resolve("backup"))) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder.resolve("backup"))) {
            return all.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    private String text(String name) throws IOException {
        return Files.readString(folder.resolve("backup").resolve(name));
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve("backup"));
        Files.writeString(folder.resolve("backup").resolve(name), text);
    }

    @Test
    void isMadeAfterEachEpochAndDeletedAtTheEnd() throws IOException {
        BackupAndRestore c = callback();
        c.onTrainBegin(new Logs());
        assertEquals(-1, model.startEpoch);
        model.content = "first";
        epochs(c, 0, 1);
        model.content = "second";
        epochs(c, 1, 2);
        assertEquals(List.of("latest.weights.h5", "training_metadata.json"), files());
        assertEquals("second", text("latest.weights.h5"));
        assertEquals("{\"epoch\": 2, \"batch\": 0}", text("training_metadata.json"));

        BackupAndRestore again = callback();
        again.onTrainBegin(new Logs());
        assertEquals(2, model.startEpoch);
        assertEquals(List.of("second"), model.restored);
        again.onTrainEnd(new Logs());
        assertFalse(Files.exists(folder.resolve("backup")));
    }

    @Test
    void whatElseIsInTheFolderStays() throws IOException {
        write("mine.txt", "precious");
        BackupAndRestore c = callback();
        epochs(c, 0, 1);
        c.onTrainEnd(new Logs());
        assertEquals(List.of("mine.txt"), files());
    }

    @Test
    void mayBeKept() throws IOException {
        BackupAndRestore c = callback().deleteCheckpoint(false);
        epochs(c, 0, 1);
        c.onTrainEnd(new Logs());
        assertEquals(List.of("latest.weights.h5", "training_metadata.json"), files());
    }

    @Test
    void isMadeEverySoManyBatches() throws IOException {
        BackupAndRestore c = callback().saveFreq(4);
        epochs(c, 0, 1);
        assertEquals(List.of(), files());
        c.onTrainBatchEnd(0, new Logs());
        assertEquals("{\"epoch\": 1, \"batch\": 0}", text("training_metadata.json"));
        c.onTrainBatchEnd(2, new Logs());
        c.onEpochEnd(1, new Logs());
        c.onTrainBatchEnd(1, new Logs());
        assertEquals("{\"epoch\": 2, \"batch\": 1}", text("training_metadata.json"));
    }

    @Test
    void theOneBeforeIsTakenWhereTheLastIsDamaged() throws IOException {
        BackupAndRestore c = callback().doubleCheckpoint(true);
        model.content = "first";
        epochs(c, 0, 1);
        model.content = "second";
        epochs(c, 1, 2);
        assertEquals(
                List.of(
                        "latest.weights.h5",
                        "latest.weights.h5.bkp",
                        "training_metadata.json",
                        "training_metadata.json.bkp"),
                files());
        write("latest.weights.h5", StubModel.DAMAGED);
        BackupAndRestore again = callback().doubleCheckpoint(true);
        again.onTrainBegin(new Logs());
        assertEquals(1, model.startEpoch);
        assertEquals(List.of("first"), model.restored);
        again.onTrainEnd(new Logs());
        assertEquals(List.of(), files());
    }

    @Test
    void damageIsAnErrorWhereThereIsNoneBefore() throws IOException {
        write("latest.weights.h5", StubModel.DAMAGED);
        write("training_metadata.json", "{\"epoch\": 3, \"batch\": 0}");
        assertThrows(KerataException.class, () -> callback().onTrainBegin(new Logs()));
        write("latest.weights.h5", "fine");
        write("training_metadata.json", "{\"epo");
        UncheckedIOException e =
                assertThrows(UncheckedIOException.class, () -> callback().onTrainBegin(new Logs()));
        assertTrue(
                e.getMessage().endsWith("must say an epoch, as {\"epoch\": 3, \"batch\": 0}. Received: {\"epo"),
                e.getMessage());
        assertEquals(List.of(), model.restored);
    }

    /** Wherever a backup is interrupted, weights and epoch belong together: both the old ones, or both the new ones. */
    @Test
    void weightsAndEpochAreReplacedTogether() throws IOException {
        write("latest.weights.h5", "old");
        write("training_metadata.json", "{\"epoch\": 1, \"batch\": 0}");
        write("next.weights.h5", "half writ");
        callback().onTrainBegin(new Logs());
        assertEquals("old", model.restored.get(0));
        assertEquals(1, model.startEpoch);
        assertEquals(List.of("latest.weights.h5", "training_metadata.json"), files());

        write("next.weights.h5", "new");
        write("next_training_metadata.json", "{\"epoch\": 2, \"batch\": 0}");
        callback().onTrainBegin(new Logs());
        assertEquals("new", model.restored.get(1));
        assertEquals(2, model.startEpoch);
        assertEquals(List.of("latest.weights.h5", "training_metadata.json"), files());

        write("latest.weights.h5", "newer");
        write("next_training_metadata.json", "{\"epoch\": 3, \"batch\": 0}");
        callback().onTrainBegin(new Logs());
        assertEquals("newer", model.restored.get(2));
        assertEquals(3, model.startEpoch);
        assertEquals(List.of("latest.weights.h5", "training_metadata.json"), files());
    }

    @Test
    void randomDrawsGoOn() throws IOException {
        model.random = List.of(new long[] {7, 3}, new long[] {-1, 0});
        epochs(callback(), 0, 1);
        assertEquals("{\"epoch\": 1, \"batch\": 0, \"random\": [[7, 3], [-1, 0]]}", text("training_metadata.json"));
        model.random = List.of();
        callback().onTrainBegin(new Logs());
        assertEquals(2, model.random.size());
        assertArrayEquals(new long[] {7, 3}, model.random.get(0));
        assertArrayEquals(new long[] {-1, 0}, model.random.get(1));
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertEquals(
                "BackupAndRestore: saveFreq must be at least 1. Received: 0.",
                assertThrows(ConfigException.class, () -> callback().saveFreq(0))
                        .getMessage());
        assertEquals(
                "BackupAndRestore: the folder must have a name. Received: \"\".",
                assertThrows(ConfigException.class, () -> new BackupAndRestore(""))
                        .getMessage());
    }
}
