package org.kerata.serialization;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.kerata.layers.Layer;
import org.kerata.serialization.hdf5.Hdf5File;
import org.kerata.serialization.legacy.Legacy;

/** A {@code .keras} file that somebody unpacked. */
final class ModelFolder {
    private ModelFolder() {}

    static Layer load(Path folder, ModelReader reader) {
        Path config = folder.resolve(Archive.CONFIG);
        if (!Files.isRegularFile(config)) {
            throw ModelFileException.at(
                    folder.toString(), null, "the folder has no config.json, so it is no unpacked .keras file.");
        }
        try {
            Path weights = folder.resolve(Archive.WEIGHTS);
            Path counters = folder.resolve(Archive.COUNTERS);
            if (!Files.isRegularFile(weights)) {
                throw ModelFileException.at(folder.toString(), null, "the folder has no model.weights.h5.");
            }
            String text = Files.readString(config);
            Layer model;
            try (Hdf5File stored = Hdf5File.open(weights);
                    Hdf5File random = Files.isRegularFile(counters) ? Hdf5File.open(counters) : null) {
                model = reader.assemble(
                        Sense.of(() -> Legacy.modernized(Json.parse(config.toString(), text))),
                        stored,
                        random,
                        () -> {});
            }
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
}
