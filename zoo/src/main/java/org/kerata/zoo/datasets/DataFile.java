package org.kerata.zoo.datasets;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.kerata.autodiff.KerataException;

/**
 * A file of a data set, known by its content, plain or gzipped: mirrors pack the same content into different gzip files.
 *
 * @param name its name when plain; gzipped, {@code .gz} follows
 * @param bytes the length of its content
 * @param sha256 the SHA-256 of its content
 */
record DataFile(String name, int bytes, String sha256) {
    /** The names it may have in a folder, the preferred one first. */
    List<String> names() {
        return List.of(name + ".gz", name);
    }

    /** The name under which it is kept and offered for download. */
    String packedName() {
        return name + ".gz";
    }

    /**
     * Reads and checks the content.
     *
     * @throws KerataException if it is not what it should be; the message says in what way
     * @throws UncheckedIOException if the file cannot be read
     */
    byte[] read(Path path) {
        byte[] content;
        try (InputStream in = open(path)) {
            content = in.readNBytes(bytes + 1);
        } catch (ZipException | EOFException e) {
            throw new KerataException(damaged(path, "it cannot be unpacked (" + e.getMessage() + ")"), e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path + ": " + e.getMessage(), e);
        }
        if (content.length != bytes) {
            String length = content.length > bytes ? "more" : Integer.toString(content.length);
            throw new KerataException(
                    damaged(path, "its content should have " + bytes + " bytes. Received: " + length));
        }
        String sum = sha256(content);
        if (!sum.equals(sha256)) {
            throw new KerataException(
                    damaged(path, "the SHA-256 of its content should be " + sha256 + ". Received: " + sum));
        }
        return content;
    }

    private static InputStream open(Path path) throws IOException {
        BufferedInputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        try {
            in.mark(2);
            boolean packed = in.read() == 0x1f && in.read() == 0x8b;
            in.reset();
            return packed ? new GZIPInputStream(in, 1 << 16) : in;
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    private static String damaged(Path path, String how) {
        return path + " is damaged: " + how + ". Delete it or put a sound copy in its place.";
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256.", e);
        }
    }
}
