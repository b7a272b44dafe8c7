package org.kerata.training.callbacks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The files of a backup of training: weights, and the epoch that comes next. Their names are Keras's. Both are replaced together, whatever
 * happens meanwhile: new ones are written beside them; once the new epoch stands there the backup is made, and what is left of moving the
 * files is done when they are opened.
 */
final class Backup {

    private final Path folder;
    private final boolean keepsPrevious;
    private final Path weights;
    private final Path metadata;
    private final Path previousWeights;
    private final Path previousMetadata;
    private final Path nextWeights;
    private final Path nextMetadata;

    Backup(Path folder, boolean keepsPrevious) {
        this.folder = folder;
        this.keepsPrevious = keepsPrevious;
        weights = folder.resolve("latest.weights.h5");
        metadata = folder.resolve("training_metadata.json");
        previousWeights = folder.resolve("latest.weights.h5.bkp");
        previousMetadata = folder.resolve("training_metadata.json.bkp");
        nextWeights = folder.resolve("next.weights.h5");
        nextMetadata = folder.resolve("next_training_metadata.json");
    }

    Path weights() {
        return weights;
    }

    boolean hasPrevious() {
        return Files.exists(previousWeights);
    }

    /** Ends what an interrupted backup has begun. Whether there is a backup then. */
    boolean open() throws IOException {
        if (Files.exists(nextMetadata)) {
            complete();
        }
        Files.deleteIfExists(nextWeights);
        return Files.exists(weights);
    }

    /** Replaces the backup. */
    void write(BackupNote note, Consumer<Path> saveWeights) throws IOException {
        Files.createDirectories(folder);
        Files.deleteIfExists(nextWeights);
        saveWeights.accept(nextWeights);
        Path unfinished = folder.resolve("unfinished.json");
        Files.writeString(unfinished, note.toString());
        move(unfinished, nextMetadata);
        complete();
    }

    private void complete() throws IOException {
        if (Files.exists(nextWeights)) {
            if (keepsPrevious) {
                moveIfThere(weights, previousWeights);
                moveIfThere(metadata, previousMetadata);
            }
            move(nextWeights, weights);
        }
        move(nextMetadata, metadata);
    }

    /** Puts the backup before in the place of the last one. */
    void goBack() throws IOException {
        Files.copy(previousWeights, weights, StandardCopyOption.REPLACE_EXISTING);
        if (Files.exists(previousMetadata)) {
            Files.copy(previousMetadata, metadata, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.deleteIfExists(metadata);
        }
    }

    /** What stands beside the weights; null if nothing does. */
    @Nullable
    BackupNote note() throws IOException {
        return Files.exists(metadata) ? BackupNote.read(metadata) : null;
    }

    /** Takes away all of it, and the folder if nothing else is in it. */
    void delete() throws IOException {
        for (Path p : new Path[] {
            weights, metadata, previousWeights, previousMetadata, nextWeights, nextMetadata,
        }) {
            Files.deleteIfExists(p);
        }
        if (Files.isDirectory(folder) && isEmpty()) {
            Files.delete(folder);
        }
    }

    private boolean isEmpty() throws IOException {
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder)) {
            return !inside.iterator().hasNext();
        }
    }

    private static void moveIfThere(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            move(from, to);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
