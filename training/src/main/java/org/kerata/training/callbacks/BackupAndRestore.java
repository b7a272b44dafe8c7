package org.kerata.training.callbacks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.KerataException;
import org.kerata.training.Logs;
import org.slf4j.LoggerFactory;

/**
 * Keeps a backup of weights and optimizer while a model is trained, so that training that was killed goes on: the same program, started
 * again, begins with the epoch after the last backup, and with the same seed comes to the same bits as if it had never stopped. When
 * training has ended, the backup is deleted. Files and their names are Keras's. Keras: {@code keras.callbacks.BackupAndRestore}.
 *
 * <p>A backup within an epoch ({@link #saveFreq}) has that epoch begin anew, with weights that have seen its first batches. The state of
 * other callbacks is not kept.
 */
public final class BackupAndRestore extends Callback {
    private final Path folder;
    private int saveFreq;
    private boolean doubleCheckpoint;
    private boolean deleteCheckpoint = true;
    private long batchesSinceBackup;
    private long batchesOfEpoch;
    private int epoch;

    /** Keeps the backup in this folder, which nothing else should use; it is made if need be. */
    public BackupAndRestore(Path folder) {
        if (folder.toString().isEmpty()) {
            throw new ConfigException("BackupAndRestore: the folder must have a name. Received: \"\".");
        }
        this.folder = folder;
    }

    /** Keeps the backup in this folder. */
    public BackupAndRestore(String folder) {
        this(Path.of(folder));
    }

    /** After how many batches each time a backup is made; by default after each epoch. */
    public BackupAndRestore saveFreq(int batches) {
        if (batches < 1) {
            throw new ConfigException("BackupAndRestore: saveFreq must be at least 1. Received: " + batches + ".");
        }
        this.saveFreq = batches;
        return this;
    }

    /** Whether the backup before the last one is kept too, and taken if the last one is damaged; false by default. */
    public BackupAndRestore doubleCheckpoint(boolean doubleCheckpoint) {
        this.doubleCheckpoint = doubleCheckpoint;
        return this;
    }

    /** Whether the backup is deleted when training has ended; true by default. */
    public BackupAndRestore deleteCheckpoint(boolean deleteCheckpoint) {
        this.deleteCheckpoint = deleteCheckpoint;
        return this;
    }

    private Backup backup() {
        return new Backup(folder, doubleCheckpoint);
    }

    @Override
    public void onTrainBegin(Logs logs) {
        batchesSinceBackup = 0;
        batchesOfEpoch = 0;
        epoch = 0;
        Backup b = backup();
        try {
            if (b.open()) {
                restore(b);
            }
        } catch (IOException e) {
            throw failed("read", e);
        }
    }

    private void restore(Backup b) throws IOException {
        try {
            take(b);
        } catch (KerataException | UncheckedIOException | IOException e) {
            if (!b.hasPrevious()) {
                throw e;
            }
            LoggerFactory.getLogger(BackupAndRestore.class)
                    .warn("BackupAndRestore: the last backup is damaged, so the one before is taken.", e);
            b.goBack();
            take(b);
        }
    }

    private void take(Backup b) throws IOException {
        // The note first: if it cannot be read, the model stays as it was.
        BackupNote note = b.note();
        model().restoreWeights(b.weights());
        if (note == null) {
            return;
        }
        epoch = note.epoch();
        model().startAtEpoch(note.epoch());
        if (!note.random().isEmpty()) {
            model().randomStates(note.random());
        }
    }

    @Override
    public void onTrainBatchEnd(long batch, Logs logs) {
        if (saveFreq == 0) {
            return;
        }
        // Batches may come several at a time.
        batchesSinceBackup += batch + 1 - batchesOfEpoch;
        batchesOfEpoch = batch + 1;
        if (batchesSinceBackup >= saveFreq) {
            batchesSinceBackup = 0;
            save();
        }
    }

    @Override
    public void onEpochEnd(int epoch, Logs logs) {
        this.epoch = epoch + 1;
        batchesOfEpoch = 0;
        if (saveFreq == 0) {
            save();
        }
    }

    private void save() {
        try {
            BackupNote note = new BackupNote(epoch, Math.max(batchesOfEpoch - 1, 0), model().randomStates());
            backup().write(note, model()::saveWeights);
        } catch (IOException e) {
            throw failed("written", e);
        }
    }

    @Override
    public void onTrainEnd(Logs logs) {
        if (!deleteCheckpoint) {
            return;
        }
        try {
            backup().delete();
        } catch (IOException e) {
            throw failed("deleted", e);
        }
    }

    private UncheckedIOException failed(String what, IOException e) {
        return new UncheckedIOException(
                "BackupAndRestore: the backup in \"" + folder + "\" cannot be " + what + ". " + e.getMessage(), e);
    }
}
