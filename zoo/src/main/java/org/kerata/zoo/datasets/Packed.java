package org.kerata.zoo.datasets;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Gzipped text files in the jar. */
final class Packed {
    private Packed() {}

    /** The lines of a resource of this package, in UTF-8. */
    static List<String> lines(String name) {
        try (InputStream in = Packed.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException("The jar has no " + name + ".");
            }
            byte[] content = new GZIPInputStream(in).readAllBytes();
            return new String(content, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The data set " + name + " could not be read from the jar.", e);
        }
    }
}
