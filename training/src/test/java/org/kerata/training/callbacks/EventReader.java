package org.kerata.training.callbacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** Reads files of events, with the checks that TensorFlow's reader makes. */
final class EventReader {
    private EventReader() {}

    /** Something shown at a step, as it is encoded. */
    record Event(long step, byte[] summary) {
        String tag() {
            byte[] value = field(summary, 1).get(0);
            return new String(field(value, 1).get(0), StandardCharsets.UTF_8);
        }
    }

    /** The events in the files of a folder, the files by name; none if there is no folder. */
    static List<Event> read(Path folder) throws IOException {
        List<Event> out = new ArrayList<>();
        if (!Files.exists(folder)) {
            return out;
        }
        List<Path> files;
        try (var list = Files.list(folder)) {
            files = list.sorted().toList();
        }
        for (Path file : files) {
            assertTrue(
                    file.getFileName()
                            .toString()
                            .matches("events\\.out\\.tfevents\\.\\d{10}\\.[\\w-]+\\.\\d+\\.\\d+\\.v2"),
                    file.toString());
            List<byte[]> records = records(Files.readAllBytes(file));
            final int versionField = 3;
            assertEquals(
                    "brain.Event:2",
                    new String(field(records.get(0), versionField).get(0), StandardCharsets.UTF_8));
            for (byte[] r : records.subList(1, records.size())) {
                final int summaryField = 5;
                List<byte[]> step = field(r, 2);
                double time = ByteBuffer.wrap(field(r, 1).get(0))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getDouble();
                assertTrue(Math.abs(time - System.currentTimeMillis() / 1000.0) < 1000, "seconds since 1970: " + time);
                out.add(new Event(
                        step.isEmpty() ? 0 : varint(step.get(0)),
                        field(r, summaryField).get(0)));
            }
        }
        return out;
    }

    private static List<byte[]> records(byte[] file) {
        List<byte[]> out = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            byte[] length = new byte[Long.BYTES];
            in.get(length);
            assertEquals(masked(length), in.getInt());
            byte[] data = new byte
                    [(int) ByteBuffer.wrap(length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong()];
            in.get(data);
            assertEquals(masked(data), in.getInt());
            out.add(data);
        }
        return out;
    }

    private static int masked(byte[] data) {
        CRC32C sum = new CRC32C();
        sum.update(data);
        long crc = sum.getValue();
        return (int) (((crc >>> 15) | (crc << 17)) + 0xa282ead8L);
    }

    private static long varint(byte[] bytes) {
        long value = 0;
        for (int i = 0; i < bytes.length; i++) {
            value |= (long) (bytes[i] & 0x7f) << 7 * i;
        }
        return value;
    }

    /** The values of a field of a message, in order; numbers as they are encoded. */
    static List<byte[]> field(byte[] message, int field) {
        List<byte[]> out = new ArrayList<>();
        int at = 0;
        while (at < message.length) {
            int end = end(message, at);
            int key = (int) varint(Arrays.copyOfRange(message, at, end));
            at = end;
            byte[] value;
            switch (key & 7) {
                case 0 -> {
                    end = end(message, at);
                    value = Arrays.copyOfRange(message, at, end);
                }
                case 1 -> {
                    end = at + Long.BYTES;
                    value = Arrays.copyOfRange(message, at, end);
                }
                case 2 -> {
                    int from = end(message, at);
                    end = from + (int) varint(Arrays.copyOfRange(message, at, from));
                    value = Arrays.copyOfRange(message, from, end);
                }
                default -> throw new AssertionError("wire type " + (key & 7));
            }
            at = end;
            if (key >>> 3 == field) {
                out.add(value);
            }
        }
        return out;
    }

    private static int end(byte[] message, int at) {
        int end = at;
        while ((message[end] & 0x80) != 0) {
            end++;
        }
        return end + 1;
    }
}
