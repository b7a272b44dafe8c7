package org.kerata.zoo.datasets;

import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import org.kerata.autodiff.KerataException;

/**
 * MNIST: 70,000 handwritten digits of 28×28 pixels, 60,000 to train with and 10,000 to test.
 *
 * <p>{@code x (n, 28, 28)}, float32, from 0 (paper) to 255 (ink); {@code y (n)}, int32, the digit.
 *
 * <p>Read from {@code mnist/} in the folder that {@code KERATA_DATA} names, else in {@code ~/.kerata/datasets}
 * ({@code XDG_CACHE_HOME/kerata/datasets} where that is set), else downloaded there (11 MB). Y. LeCun, C. Cortes, C. Burges; CC BY-SA 3.0.
 * Keras: {@code keras.datasets.mnist}.
 */
public final class Mnist {
    static final IdxSet SET = new IdxSet(
            "MNIST",
            "mnist",
            List.of(
                    URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/"),
                    URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/")),
            new DataFile(
                    "train-images-idx3-ubyte",
                    47_040_016,
                    "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
            new DataFile(
                    "train-labels-idx1-ubyte",
                    60_008,
                    "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
            new DataFile(
                    "t10k-images-idx3-ubyte",
                    7_840_016,
                    "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
            new DataFile(
                    "t10k-labels-idx1-ubyte",
                    10_008,
                    "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"));

    private Mnist() {}

    /**
     * The images and their digits.
     *
     * @throws UncheckedIOException if the files are not on this machine and cannot be downloaded; the message says where to put them
     * @throws KerataException if a file is damaged
     */
    public static TrainTest load() {
        return SET.load();
    }
}
