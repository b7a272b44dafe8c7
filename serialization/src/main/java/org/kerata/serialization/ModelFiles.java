package org.kerata.serialization;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.layers.Layer;
import org.kerata.layers.WeightLimit;
import org.kerata.serialization.hdf5.Hdf5Dataset;
import org.kerata.serialization.hdf5.Hdf5File;
import org.kerata.serialization.legacy.Legacy;

/**
 * Models and weights in files: {@code .keras}, {@code .weights.h5} and the {@code .h5} of earlier versions. What a file is shows in its
 * first bytes, not in its name.
 */
public final class ModelFiles {
    private static final int LONGEST_CONFIG = 256 << 20;
    private static final int BUFFER = 1 << 16;

    /** Weights that a file leaves out, such as those of random counters and metrics. */
    private static final long SMALL = 1 << 20;

    /** How much better than this nobody packs weights. */
    private static final long MOST_PACKED = 64;

    private ModelFiles() {}

    // ---- saving ----

    /**
     * Writes a whole model as a {@code .keras} file: architecture, weights, how it was compiled, and the optimizer's state.
     *
     * @throws ModelFileException if it cannot be written; an older file of that name stays then
     */
    public static void save(Layer model, Path file) {
        requireEnding(file, ".keras", "A whole model is saved as \".keras\"");
        still(
                model,
                () -> AtomicFile.write(file, channel -> {
                    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
                    ArchiveWriter.write(model, out);
                    out.flush();
                }));
    }

    /** Writes a whole model to a stream, which is left open. */
    public static void save(Layer model, OutputStream out) {
        still(model, () -> {
            try {
                ArchiveWriter.write(model, out);
                out.flush();
            } catch (IOException e) {
                throw new ModelFileException("The model could not be written: " + e.getMessage() + ".", e);
            }
        });
    }

    /** Writes the weights of a model and its optimizer's state, without its architecture, as a {@code .weights.h5} file. */
    public static void saveWeights(Layer model, Path file) {
        requireEnding(file, ".weights.h5", "Weights are saved as \".weights.h5\"");
        still(model, () -> AtomicFile.write(file, WeightsWriter.of(model)::writeTo));
    }

    private static void requireEnding(Path file, String ending, String rule) {
        if (!file.toString().endsWith(ending)) {
            throw new ModelFileException(rule + ", the format that Keras 3 reads. Received: \"" + file + "\".");
        }
    }

    private static void still(Layer model, Runnable work) {
        if (model instanceof SavedModel s) {
            s.whileStill(() -> {
                work.run();
                return model;
            });
        } else {
            work.run();
        }
    }

    // ---- loading ----

    /**
     * The model in a file: {@code .keras} (or the folder it was unpacked to), or a whole model as {@code .h5}.
     *
     * @throws ModelFileException if the file is damaged, or is none of these
     * @throws org.kerata.autodiff.ConfigException if the model's config is not right or names unknown classes
     */
    public static Layer load(Path file, Load how) {
        if (Files.isDirectory(file)) {
            return ModelFolder.load(file, how);
        }
        try (FileChannel channel = open(file)) {
            return switch (Kinds.of(file.toString(), channel)) {
                case ZIP -> archive(file.toString(), channel, how);
                case HDF5 -> legacy(file, how);
            };
        } catch (IOException e) {
            throw ModelFileException.at(file.toString(), null, "it cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** The model in a stream, which is read to its end and left open. */
    public static Layer load(InputStream in, Load how) {
        Path copy = null;
        try {
            copy = Files.createTempFile("kerata", ".model");
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            return load(copy, how);
        } catch (IOException e) {
            throw new ModelFileException("The stream with the model could not be read: " + e.getMessage() + ".", e);
        } finally {
            if (copy != null) {
                copy.toFile().delete();
            }
        }
    }

    private static FileChannel open(Path file) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw ModelFileException.at(
                    file.toAbsolutePath().toString(), null, "there is no such file. Check the path.", e);
        }
    }

    private static Layer archive(String name, FileChannel channel, Load how) {
        ZipIndex zip = new ZipIndex(name, channel);
        Map<String, @Nullable Object> written =
                Json.parse(Archive.CONFIG + " of " + name, zip.text(Archive.CONFIG, LONGEST_CONFIG));
        if (zip.has(Archive.METADATA)) {
            Map<String, @Nullable Object> metadata =
                    Json.parse(Archive.METADATA + " of " + name, zip.text(Archive.METADATA, LONGEST_CONFIG));
            written.putIfAbsent("keras_version", metadata.get("keras_version"));
        }
        Map<String, @Nullable Object> config = Legacy.modernized(written);
        ByteBuffer counters = zip.has(Archive.COUNTERS) ? zip.content(Archive.COUNTERS) : null;
        Layer model = assemble(name, config, zip.content(Archive.WEIGHTS), counters, how);
        AssetFiles.restore(model, zip.names(), n -> zip.text(n, LONGEST_CONFIG));
        return model;
    }

    static Layer assemble(
            String name,
            Map<String, @Nullable Object> config,
            ByteBuffer weights,
            @Nullable ByteBuffer counters,
            Load how) {
        Layer model = bounded(config, weights.remaining());
        try (Hdf5File file = Hdf5File.of(weights, name + " (" + Archive.WEIGHTS + ")")) {
            WeightsFile stored = new WeightsFile(name, file);
            WeightsLoader loader = new WeightsLoader(name, how);
            stored.match(model, loader, how.byName());
            loader.finish(model);
            if (how.compile()) {
                ModelJson.compile(model, config);
                OptimizerState.restore(name, model, stored.variables("optimizer"));
            }
        }
        if (counters != null) {
            try (Hdf5File file = Hdf5File.of(counters, name + " (" + Archive.COUNTERS + ")")) {
                RandomCounters.read(name, file, model);
            }
        }
        return model;
    }

    /** The model of a config, whose weights the file must be able to fill. */
    private static Layer bounded(Map<String, @Nullable Object> config, long bytes) {
        try (WeightLimit limit = WeightLimit.of(SMALL + 2 * bytes)) {
            return ModelJson.model(config);
        }
    }

    private static Layer legacy(Path path, Load how) {
        String name = path.toString();
        try (Hdf5File file = Hdf5File.open(path)) {
            LegacyFile stored = new LegacyFile(name, file);
            if (!stored.isModel()) {
                throw ModelFileException.at(
                        name, null, "it holds weights alone, and no model. Make the model and call" + " loadWeights.");
            }
            Map<String, @Nullable Object> config = Legacy.modernized(stored.config());
            Layer model = bounded(config, MOST_PACKED * file.size());
            WeightsLoader loader = new WeightsLoader(name, how);
            stored.match(model, loader, how.byName());
            loader.finish(model);
            if (how.compile()) {
                ModelJson.compile(model, config);
                OptimizerState.restore(name, model, stored.optimizer());
            }
            return model;
        }
    }

    /**
     * Puts weights from a file into a model: from {@code .weights.h5}, {@code .keras} or {@code .h5}.
     *
     * @return what was loaded and what was not
     * @throws ModelFileException if the file is damaged, or its weights do not fit; the model is as it was then
     */
    public static LoadReport loadWeights(Layer model, Path path, Load how) {
        String name = path.toString();
        try (FileChannel channel = open(path)) {
            if (Kinds.of(name, channel) == Kinds.ZIP) {
                ByteBuffer weights = new ZipIndex(name, channel).content(Archive.WEIGHTS);
                try (Hdf5File file = Hdf5File.of(weights, name + " (" + Archive.WEIGHTS + ")")) {
                    return weights(name, file, model, how);
                }
            }
        } catch (IOException e) {
            throw ModelFileException.at(name, null, "it cannot be read: " + e.getMessage() + ".", e);
        }
        try (Hdf5File file = Hdf5File.open(path)) {
            return weights(name, file, model, how);
        }
    }

    private static LoadReport weights(String name, Hdf5File file, Layer model, Load how) {
        WeightsLoader loader = new WeightsLoader(name, how);
        WeightsFile stored = new WeightsFile(name, file);
        LegacyFile legacy = new LegacyFile(name, file);
        List<Hdf5Dataset> optimizer;
        if (legacy.isOne()) {
            legacy.match(model, loader, how.byName());
            optimizer = legacy.optimizer();
        } else if (stored.isOne()) {
            stored.match(model, loader, how.byName());
            optimizer = stored.variables("optimizer");
        } else {
            throw ModelFileException.at(
                    name,
                    null,
                    "it holds no weights of a Keras model. Found at the top: "
                            + file.root().names() + ".");
        }
        LoadReport report = loader.finish(model);
        if (how.compile() && !how.byName() && report.skipped().isEmpty()) {
            OptimizerState.restore(name, model, optimizer);
        }
        return report;
    }

    /** What a file is. */
    private enum Kinds {
        ZIP,
        HDF5;

        private static final List<Integer> ZIP_START = List.of((int) 'P', (int) 'K');
        private static final List<Integer> HDF5_START = List.of(0x89, (int) 'H', (int) 'D', (int) 'F');

        static Kinds of(String name, FileChannel channel) throws IOException {
            ByteBuffer first = ByteBuffer.allocate(8);
            int n = channel.read(first, 0);
            if (starts(first, n, ZIP_START)) {
                return ZIP;
            }
            if (starts(first, n, HDF5_START)) {
                return HDF5;
            }
            String hint = n > 0 && first.get(0) == '{' ? " It seems to be JSON: use Model.fromJson." : "";
            throw ModelFileException.at(
                    name, null, "it is no model file: neither a zip (.keras) nor HDF5 (.h5)." + hint);
        }

        private static boolean starts(ByteBuffer b, int n, List<Integer> start) {
            for (int i = 0; i < start.size(); i++) {
                if (i >= n || (b.get(i) & 0xFF) != start.get(i)) {
                    return false;
                }
            }
            return true;
        }
    }
}
