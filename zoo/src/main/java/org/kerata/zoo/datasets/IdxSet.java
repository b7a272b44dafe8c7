package org.kerata.zoo.datasets;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Tensor;

/**
 * Labelled images in four idx files, as MNIST has them.
 *
 * @param title what messages call it
 * @param folder the folder of its files
 * @param sources where the files can be had, by HTTPS; each ends with a slash
 */
record IdxSet(
        String title,
        String folder,
        List<URI> sources,
        DataFile trainImages,
        DataFile trainLabels,
        DataFile testImages,
        DataFile testLabels) {
    /** A gzip file is hardly ever longer than its content. */
    private static final int GZIP_EXCESS = 1 << 16;

    /** Reads the set from where this machine has it, or downloads it. */
    TrainTest load() {
        return load(DataFolders.here(), Download.toErrorStream());
    }

    /**
     * Reads the set, downloading what is missing: images {@code (n, height, width)} as float32, 0 to 255, labels {@code (n)} as int32.
     *
     * @throws KerataException if a file is damaged
     * @throws UncheckedIOException if a file is missing and cannot be downloaded; the message says where to put it
     */
    TrainTest load(DataFolders folders, Download download) {
        Idx[] train = pair(trainImages, trainLabels, folders, download);
        Tensor xTrain = train[0].floats();
        Tensor yTrain = train[1].ints();
        Idx[] test = pair(testImages, testLabels, folders, download);
        return new TrainTest(xTrain, yTrain, test[0].floats(), test[1].ints());
    }

    private Idx[] pair(DataFile images, DataFile labels, DataFolders folders, Download download) {
        Idx x = Idx.parse(content(images, folders, download), images.name());
        Idx y = Idx.parse(content(labels, folders, download), labels.name());
        if (x.shape().rank() != 3
                || y.shape().rank() != 1
                || x.shape().dim(0) != y.shape().dim(0)) {
            throw new KerataException(
                    "%s: %s must hold images (n, height, width) and %s as many labels (n). Received: shapes %s and %s."
                            .formatted(title, images.name(), labels.name(), x.shape(), y.shape()));
        }
        return new Idx[] {x, y};
    }

    private byte[] content(DataFile file, DataFolders folders, Download download) {
        Path found = find(file, folders);
        return file.read(found != null ? found : fetch(file, folders, download));
    }

    private @Nullable Path find(DataFile file, DataFolders folders) {
        for (Path place : folders.of(folder)) {
            for (String name : file.names()) {
                if (Files.isRegularFile(place.resolve(name))) {
                    return place.resolve(name);
                }
            }
        }
        return null;
    }

    private Path fetch(DataFile file, DataFolders folders, Download download) {
        Path cache = folders.cache().resolve(folder);
        Path to = cache.resolve(file.packedName());
        List<Exception> failures = new ArrayList<>();
        for (URI source : sources) {
            try {
                download.fetch(source.resolve(file.packedName()), to, file.bytes() + GZIP_EXCESS, file::read);
                return to;
            } catch (IOException | KerataException e) {
                failures.add(e);
            }
        }
        IOException cause = new IOException("No source gave " + file.packedName() + ".");
        failures.forEach(cause::addSuppressed);
        throw new UncheckedIOException(missing(folders, cache, failures), cause);
    }

    private String missing(DataFolders folders, Path cache, List<Exception> failures) {
        List<String> names = Stream.of(trainImages, trainLabels, testImages, testLabels)
                .filter(file -> find(file, folders) == null)
                .map(DataFile::packedName)
                .toList();
        StringBuilder text = new StringBuilder(title).append(": no ").append(String.join(", no ", names));
        text.append(folders.of(folder).stream().map(Path::toString).collect(joining(" nor in ", " in ", ".")));
        text.append(" Downloading failed:");
        for (int i = 0; i < sources.size(); i++) {
            text.append(i == 0 ? " " : "; ")
                    .append(sources.get(i))
                    .append(" (")
                    .append(reason(failures.get(i)))
                    .append(')');
        }
        text.append(". Put ")
                .append(names.size() == 1 ? "the file" : "these files")
                .append(" into ")
                .append(cache);
        text.append(", packed as named or unpacked without \".gz\", or set ").append(DataFolders.VARIABLE);
        return text.append(" to a folder that has them in ")
                .append(folder)
                .append("/.")
                .toString();
    }

    private static String reason(Exception e) {
        String name = e.getClass().getSimpleName();
        return e.getMessage() == null
                ? name
                : e instanceof KerataException ? e.getMessage() : name + ": " + e.getMessage();
    }
}
