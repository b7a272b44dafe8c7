package org.kerata.zoo.datasets;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.kerata.autodiff.KerataException;

/**
 * "Tiny Shakespeare": 1,115,394 characters of his plays, one after the other, 65 different ones.
 *
 * <p>Read from {@code text/} in the folder that {@code KERATA_DATA} names, else in {@code ~/.kerata/datasets} ({@code
 * XDG_CACHE_HOME/kerata/datasets} where that is set), else downloaded there (1.1 MB). Collected by A. Karpathy for char-rnn; MIT.
 */
public final class Shakespeare {
    static final DataFile FILE = new DataFile(
            "tiny-shakespeare.txt", 1_115_394, "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed");

    static final RemoteFiles SET = new RemoteFiles(
            "Tiny Shakespeare",
            "text",
            List.of(URI.create(
                    "https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/input.txt")),
            List.of(FILE));

    private Shakespeare() {}

    /**
     * The text.
     *
     * @throws UncheckedIOException if the file is not on this machine and cannot be downloaded; the message says where to put it
     * @throws KerataException if the file is damaged
     */
    public static String load() {
        return new String(SET.content(FILE), StandardCharsets.US_ASCII);
    }
}
