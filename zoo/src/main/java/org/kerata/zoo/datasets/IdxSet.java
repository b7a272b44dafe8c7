package org.kerata.zoo.datasets;

import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
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
        Idx x = Idx.parse(files().content(images, folders, download), images.name());
        Idx y = Idx.parse(files().content(labels, folders, download), labels.name());
        if (x.shape().rank() != 3
                || y.shape().rank() != 1
                || x.shape().dim(0) != y.shape().dim(0)) {
            throw new KerataException(
                    "%s: %s must hold images (n, height, width) and %s as many labels (n). Received: shapes %s and %s."
                            .formatted(title, images.name(), labels.name(), x.shape(), y.shape()));
        }
        return new Idx[] {x, y};
    }

    private RemoteFiles files() {
        return new RemoteFiles(title, folder, sources, List.of(trainImages, trainLabels, testImages, testLabels));
    }
}
