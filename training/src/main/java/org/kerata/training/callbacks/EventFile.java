package org.kerata.training.callbacks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A file of events for TensorBoard, made with the first of them: {@code tensorflow.Event} messages, each between its length and checksums,
 * as in TensorFlow's record files ({@code record_writer.cc}).
 */
final class EventFile {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final int MASK_DELTA = 0xa282ead8;
    private static final int MASK_BITS = 15;
    private static final double MILLIS = 1000;
    private static final long FLUSH_MILLIS = 10_000;

    private final Path folder;
    private @Nullable OutputStream out;
    private long flushed;

    EventFile(Path folder) {
        this.folder = folder;
    }

    /** Writes what is to be shown at a step. */
    void write(ProtobufMessage summary, long step) {
        try {
            OutputStream to = out == null ? open() : out;
            final int summaryField = 5;
            record(
                    to,
                    event().number(2, step)
                            .message(summaryField, new ProtobufMessage().message(1, summary))
                            .toBytes());
            if (System.currentTimeMillis() - flushed > FLUSH_MILLIS) {
                flush();
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static ProtobufMessage event() {
        return new ProtobufMessage().number(1, System.currentTimeMillis() / MILLIS);
    }

    private OutputStream open() throws IOException {
        Files.createDirectories(folder);
        String host = System.getenv().getOrDefault("HOSTNAME", "localhost").replaceAll("[^\\w-]", "_");
        String name = "events.out.tfevents." + System.currentTimeMillis() / (long) MILLIS + "." + host + "."
                + ProcessHandle.current().pid() + "." + COUNT.getAndIncrement() + ".v2";
        OutputStream to = new BufferedOutputStream(
                Files.newOutputStream(folder.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        out = to;
        flushed = System.currentTimeMillis();
        final int versionField = 3;
        record(to, event().text(versionField, "brain.Event:2").toBytes());
        return to;
    }

    private static void record(OutputStream to, byte[] data) throws IOException {
        byte[] length = new byte[Long.BYTES];
        little(length).putLong(data.length);
        byte[] sum = new byte[Integer.BYTES];
        to.write(length);
        little(sum).putInt(masked(length));
        to.write(sum);
        to.write(data);
        little(sum).putInt(masked(data));
        to.write(sum);
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A checksum, changed so that one of data with checksums in it is none of these. */
    private static int masked(byte[] data) {
        CRC32C sum = new CRC32C();
        sum.update(data);
        return Integer.rotateRight((int) sum.getValue(), MASK_BITS) + MASK_DELTA;
    }

    /** Lets TensorBoard see what has been written. */
    void flush() {
        OutputStream to = out;
        if (to == null) {
            return;
        }
        try {
            to.flush();
            flushed = System.currentTimeMillis();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Ends the file; what is written afterwards goes into another. */
    void close() {
        OutputStream to = out;
        out = null;
        if (to == null) {
            return;
        }
        try {
            to.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private UncheckedIOException failed(IOException e) {
        return new UncheckedIOException("TensorBoard: events cannot be written to \"" + folder + "\".", e);
    }
}
