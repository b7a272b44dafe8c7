package org.kerata.serialization;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Variable;
import org.kerata.layers.FirstValues;
import org.kerata.layers.Layer;
import org.kerata.layers.WeightLimit;
import org.kerata.serialization.hdf5.Hdf5Dataset;
import org.kerata.serialization.hdf5.Hdf5File;
import org.kerata.serialization.legacy.Legacy;

/**
 * Makes the model of a file. Its weights are read once, straight into their places: a model that nobody has seen yet has nothing to lose if
 * something turns out to be wrong with them.
 */
final class ModelReader {
    private static final int LONGEST_CONFIG = 256 << 20;

    /** Weights that a file leaves out, such as those of random counters and metrics. */
    private static final long SMALL = 1 << 20;

    /** How much better than this nobody packs weights. */
    private static final long MOST_PACKED = 64;

    private final String name;
    private final Load how;
    private final Meter meter;

    /** A reader of a file with this name for messages. */
    ModelReader(String name, Load how) {
        this.name = name;
        this.how = how;
        this.meter = new Meter(how.progress());
    }

    /** The model in a file or folder. */
    Layer from(Path file) {
        try {
            if (Files.isDirectory(file)) {
                return ModelFolder.load(file, this);
            }
            try (FileChannel channel = FileKind.open(file)) {
                return switch (FileKind.of(name, channel)) {
                    case ZIP -> archive(channel);
                    case HDF5 -> legacy(channel);
                    case JSON ->
                        throw ModelFileException.at(
                                name,
                                null,
                                "it is no model file: neither a zip (.keras) nor HDF5 (.h5). It seems to be JSON: use"
                                        + " Model.fromJson.");
                };
            }
        } catch (IOException e) {
            throw ModelFileException.at(name, null, "it cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private Layer archive(FileChannel channel) throws IOException {
        try (ZipIndex zip = new ZipIndex(name, channel)) {
            Map<String, @Nullable Object> written = config(zip);
            Map<String, @Nullable Object> config = Sense.of(() -> Legacy.modernized(written));
            Hdf5File weights = zip.hdf5(Archive.WEIGHTS, meter);
            Hdf5File counters = zip.has(Archive.COUNTERS)
                    ? Hdf5File.of(zip.content(Archive.COUNTERS), name + " (" + Archive.COUNTERS + ")")
                    : null;
            Layer model =
                    zip.reading(Archive.WEIGHTS, weights, checksum -> assemble(config, weights, counters, checksum));
            AssetFiles.restore(model, zip.names(), n -> zip.text(n, LONGEST_CONFIG));
            return model;
        }
    }

    /** The config in a zip, with the version of Keras that wrote it. */
    private Map<String, @Nullable Object> config(ZipIndex zip) {
        Map<String, @Nullable Object> written =
                Json.parse(Archive.CONFIG + " of " + name, zip.text(Archive.CONFIG, LONGEST_CONFIG));
        if (zip.has(Archive.METADATA)) {
            Map<String, @Nullable Object> metadata =
                    Json.parse(Archive.METADATA + " of " + name, zip.text(Archive.METADATA, LONGEST_CONFIG));
            written.putIfAbsent("keras_version", metadata.get("keras_version"));
        }
        return written;
    }

    /**
     * The model of a config with its weights.
     *
     * @param counters its random counters
     * @param checksum run when all has been read
     */
    Layer assemble(
            Map<String, @Nullable Object> config, Hdf5File weights, @Nullable Hdf5File counters, Runnable checksum) {
        WeightsFile stored = new WeightsFile(name, List.of(weights));
        Layer model = made(config, weights.size(), (m, loader) -> {
            stored.match(m, loader, how.byName());
            return fill(m, config, loader, () -> stored.variables("optimizer"), checksum);
        });
        if (counters != null) {
            RandomCounters.read(name, counters, model);
        }
        return model;
    }

    private Layer legacy(FileChannel channel) throws IOException {
        try (Hdf5File file = Hdf5File.of(channel, 0, channel.size(), name)) {
            LegacyFile stored = new LegacyFile(name, file);
            if (!stored.isModel()) {
                throw ModelFileException.at(
                        name, null, "it holds weights alone, and no model. Make the model and call loadWeights.");
            }
            Map<String, @Nullable Object> config = Sense.of(() -> Legacy.modernized(stored.config()));
            return made(config, MOST_PACKED * file.size(), (m, loader) -> {
                stored.match(m, loader, how.byName());
                return fill(m, config, loader, () -> stored.optimizer(m), () -> {});
            });
        }
    }

    /**
     * The model of a config, whose weights a file of so many bytes must be able to fill.
     *
     * @param filling gives the model its weights, and says which
     */
    private Layer made(
            Map<String, @Nullable Object> config, long bytes, BiFunction<Layer, WeightsLoader, Set<Variable>> filling) {
        try (FirstValues later = FirstValues.later()) {
            Layer model;
            try (WeightLimit limit = WeightLimit.of(SMALL + 2 * bytes)) {
                model = ModelJson.model(config, how);
            }
            later.make(filling.apply(model, new WeightsLoader(name, how)));
            return model;
        }
    }

    /** Reads weights, and the state of the optimizer with which the model is compiled. */
    private Set<Variable> fill(
            Layer model,
            Map<String, @Nullable Object> config,
            WeightsLoader loader,
            Supplier<List<Hdf5Dataset>> optimizer,
            Runnable checksum) {
        loader.report();
        Transfer transfer = loader.transfer(meter);
        if (how.compile()) {
            ModelJson.compile(model, config);
            OptimizerState.match(name, model, optimizer.get(), transfer);
        }
        transfer.write();
        checksum.run();
        meter.finish();
        return transfer.targets();
    }
}
