package org.kerata.zoo.datasets;

import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import org.kerata.autodiff.KerataException;

/**
 * Fashion-MNIST: 70,000 pictures of clothing of 28×28 pixels, 60,000 to train with and 10,000 to test.
 *
 * <p>{@code x (n, 28, 28)}, float32, from 0 (background) to 255; {@code y (n)}, int32, an index into {@link #CLASSES}.
 *
 * <p>Read from {@code fashion-mnist/} in the folder that {@code KERATA_DATA} names, else in {@code ~/.kerata/datasets}
 * ({@code XDG_CACHE_HOME/kerata/datasets} where that is set), else downloaded there (30 MB). Zalando Research; MIT licence.
 * Keras: {@code keras.datasets.fashion_mnist}.
 */
public final class FashionMnist {
    /** The names of the classes. */
    public static final List<String> CLASSES = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");

    static final IdxSet SET = new IdxSet(
            "Fashion-MNIST",
            "fashion-mnist",
            List.of(
                    URI.create("https://storage.googleapis.com/tensorflow/tf-keras-datasets/"),
                    URI.create("https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/")),
            new DataFile(
                    "train-images-idx3-ubyte",
                    47_040_016,
                    "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
            new DataFile(
                    "train-labels-idx1-ubyte",
                    60_008,
                    "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
            new DataFile(
                    "t10k-images-idx3-ubyte",
                    7_840_016,
                    "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
            new DataFile(
                    "t10k-labels-idx1-ubyte",
                    10_008,
                    "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"));

    private FashionMnist() {}

    /**
     * The pictures and their classes.
     *
     * @throws UncheckedIOException if the files are not on this machine and cannot be downloaded; the message says where to put them
     * @throws KerataException if a file is damaged
     */
    public static TrainTest load() {
        return SET.load();
    }
}
