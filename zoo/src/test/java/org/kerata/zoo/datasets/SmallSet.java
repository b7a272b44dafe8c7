package org.kerata.zoo.datasets;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** A set of five and two tiny images in the format of MNIST, and a server on this machine that has its files. */
final class SmallSet implements AutoCloseable {
    static final byte[] TRAIN_IMAGES = idx(new int[] {5, 2, 3}, 250);
    static final byte[] TRAIN_LABELS = idx(new int[] {5}, 0);
    static final byte[] TEST_IMAGES = idx(new int[] {2, 2, 3}, 7);
    static final byte[] TEST_LABELS = idx(new int[] {2}, 3);

    /** What the server gives, by file name; tests change it. */
    final Map<String, byte[]> served = new TreeMap<>();

    /** The names asked for, in order. */
    final List<String> asked = new ArrayList<>();

    private final HttpServer server;

    SmallSet() throws IOException {
        set(List.of()).forEach((name, content) -> served.put(name + ".gz", gzip(content)));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/data/", exchange -> {
            String name = exchange.getRequestURI().getPath().substring("/data/".length());
            asked.add(name);
            byte[] content = served.get(name);
            exchange.sendResponseHeaders(content == null ? 404 : 200, content == null ? -1 : content.length);
            if (content != null) {
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(content);
                }
            }
            exchange.close();
        });
        server.start();
    }

    URI source() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/data/");
    }

    static IdxSet of(URI... sources) {
        return new IdxSet(
                "Small",
                "small",
                List.of(sources),
                file("train-images", TRAIN_IMAGES),
                file("train-labels", TRAIN_LABELS),
                file("test-images", TEST_IMAGES),
                file("test-labels", TEST_LABELS));
    }

    private static Map<String, byte[]> set(List<String> without) {
        Map<String, byte[]> files = new TreeMap<>(Map.of(
                "train-images", TRAIN_IMAGES,
                "train-labels", TRAIN_LABELS,
                "test-images", TEST_IMAGES,
                "test-labels", TEST_LABELS));
        files.keySet().removeAll(without);
        return files;
    }

    /** Puts the files into a folder, some of them packed. */
    static void lay(Path folder, String... without) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, byte[]> file : set(List.of(without)).entrySet()) {
            boolean packed = file.getKey().startsWith("train");
            Files.write(
                    folder.resolve(file.getKey() + (packed ? ".gz" : "")),
                    packed ? gzip(file.getValue()) : file.getValue());
        }
    }

    static DataFile file(String name, byte[] content) {
        return new DataFile(name, content.length, sha256(content));
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    /** An idx file whose elements count up from a number, and wrap at 256. */
    static byte[] idx(int[] shape, int first) {
        int size = 1;
        for (int n : shape) {
            size *= n;
        }
        ByteBuffer file = ByteBuffer.allocate(4 + 4 * shape.length + size);
        file.put(new byte[] {0, 0, 8, (byte) shape.length});
        for (int n : shape) {
            file.putInt(n);
        }
        for (int i = 0; i < size; i++) {
            file.put((byte) (first + i));
        }
        return file.array();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
