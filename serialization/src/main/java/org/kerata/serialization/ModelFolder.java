package org.kerata.serialization;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kerata.layers.Layer;
import org.kerata.serialization.legacy.Legacy;

/** A {@code .keras} file that somebody unpacked. */
final class ModelFolder {
    private ModelFolder() {}

    static Layer load(Path folder, Load how) {
        Path config = folder.resolve(Archive.CONFIG);
        if (!Files.isRegularFile(config)) {
            throw ModelFileException.at(
                    folder.toString(), null, "the folder has no config.json, so it is no unpacked .keras file.");
        }
        try {
            ByteBuffer counters = content(folder.resolve(Archive.COUNTERS));
            ByteBuffer weights = content(folder.resolve(Archive.WEIGHTS));
            if (weights == null) {
                throw ModelFileException.at(folder.toString(), null, "the folder has no model.weights.h5.");
            }
            String text = Files.readString(config);
            Layer model = ModelFiles.assemble(
                    folder.toString(), Legacy.modernized(Json.parse(config.toString(), text)), weights, counters, how);
            AssetFiles.restore(model, names(folder), n -> text(folder.resolve(n)));
            return model;
        } catch (IOException e) {
            throw ModelFileException.at(folder.toString(), null, "it cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        Path assets = folder.resolve("assets");
        if (!Files.isDirectory(assets)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(assets)) {
            return all.filter(Files::isRegularFile)
                    .map(p -> folder.relativize(p).toString().replace('\\', '/'))
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw ModelFileException.at(file.toString(), null, "it cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static @Nullable ByteBuffer content(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        }
    }
}
