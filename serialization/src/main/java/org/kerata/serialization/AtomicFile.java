package org.kerata.serialization;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes a file beside its place, forces it to the disk and moves it there: whatever happens, there is the old file or the new one. */
final class AtomicFile {
    private AtomicFile() {}

    /** Writes contents. */
    interface Contents {
        void write(FileChannel channel) throws IOException;
    }

    /**
     * Writes a file, in place of one that is there.
     *
     * @throws ModelFileException if it cannot be written; what was there stays
     */
    static void write(Path file, Contents contents) {
        Path beside = null;
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder == null) {
                throw new IOException("it names no file");
            }
            Files.createDirectories(folder);
            beside = folder.resolve("." + file.getFileName() + "-" + UUID.randomUUID() + ".part");
            try (FileChannel channel =
                    FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                contents.write(channel);
                channel.force(true);
            }
            move(beside, file);
            beside = null;
        } catch (IOException e) {
            throw new ModelFileException(
                    "The file " + file + " could not be written: " + e.getMessage()
                            + ". What was there before is as it was.",
                    e);
        } finally {
            delete(beside);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void delete(@Nullable Path file) {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                file.toFile().deleteOnExit();
            }
        }
    }
}
