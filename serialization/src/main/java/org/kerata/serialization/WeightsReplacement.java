package org.kerata.serialization;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import org.kerata.layers.Layer;
import org.kerata.serialization.hdf5.Hdf5Dataset;
import org.kerata.serialization.hdf5.Hdf5File;

/**
 * Puts the weights of a file into a model that is in use. All are read and looked at before the first one changes, and then read again into
 * their places: so nothing is half loaded, and there is no second copy of them in memory.
 */
final class WeightsReplacement {
    private final String name;
    private final Layer model;
    private final Load how;
    private final Meter meter;

    /** The replacement of a model's weights by those of a file with this name for messages. */
    WeightsReplacement(String name, Layer model, Load how) {
        this.name = name;
        this.model = model;
        this.how = how;
        this.meter = new Meter(how.progress());
    }

    /** Does it. */
    LoadReport from(Path file) {
        try (FileChannel channel = FileKind.open(file)) {
            return switch (FileKind.of(name, channel)) {
                case ZIP -> archive(channel);
                case HDF5 -> {
                    try (Hdf5File all = Hdf5File.of(channel, 0, channel.size(), name)) {
                        yield weights(List.of(all), () -> {});
                    }
                }
                case JSON -> {
                    try (Shards shards = Shards.open(name, file)) {
                        yield weights(shards.files(), () -> {});
                    }
                }
            };
        } catch (IOException e) {
            throw ModelFileException.at(name, null, "it cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private LoadReport archive(FileChannel channel) throws IOException {
        try (ZipIndex zip = new ZipIndex(name, channel)) {
            Hdf5File file = zip.hdf5(Archive.WEIGHTS, meter);
            return zip.reading(Archive.WEIGHTS, file, checksum -> weights(List.of(file), checksum));
        }
    }

    private LoadReport weights(List<Hdf5File> files, Runnable checksum) {
        WeightsLoader loader = new WeightsLoader(name, how);
        WeightsFile stored = new WeightsFile(name, files);
        LegacyFile legacy = new LegacyFile(name, files.get(0));
        List<Hdf5Dataset> optimizer;
        if (legacy.isOne()) {
            legacy.match(model, loader, how.byName());
            optimizer = legacy.optimizer(model);
        } else if (stored.isOne()) {
            stored.match(model, loader, how.byName());
            optimizer = stored.variables("optimizer");
        } else {
            throw ModelFileException.at(
                    name,
                    null,
                    "it holds no weights of a Keras model. Found at the top: "
                            + files.get(0).root().names() + ".");
        }
        LoadReport report = loader.report();
        Transfer transfer = loader.transfer(meter);
        if (how.compile() && !how.byName() && report.skipped().isEmpty()) {
            OptimizerState.match(name, model, optimizer, transfer);
        }
        transfer.check();
        checksum.run();
        meter.holdBack();
        if (model instanceof SavedModel s) {
            s.restore(() -> write(transfer));
        } else {
            write(transfer);
        }
        meter.finish();
        return report;
    }

    private void write(Transfer transfer) {
        try {
            transfer.write();
        } catch (ModelFileException e) {
            throw ModelFileException.at(
                    name,
                    null,
                    "it changed, or its disk failed, after it had been found right and while it was read. The model now"
                            + " has some weights of the file and some of its own; load it again.",
                    e);
        }
    }
}
