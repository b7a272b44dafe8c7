package org.kerata.serialization.hdf5;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What h5py and Keras wrote, read and written again. The copies stay in {@code target/for-h5py}, where {@code interop/check} has h5py hold
 * them against the originals, and write into them.
 */
class CopyTest {
    private static final Path FOLDER = Path.of("target", "for-h5py");

    @ParameterizedTest
    @ValueSource(strings = {"earliest", "chunked", "user_block", "keras.weights", "keras_legacy"})
    void copiesHoldTheSame(String name) throws IOException {
        Path to = Files.createDirectories(FOLDER).resolve(name + ".h5");
        try (Hdf5File original = Hdf5File.open(Fixtures.path(name + ".h5"))) {
            Hdf5Writer w = new Hdf5Writer();
            copy(original.root(), w.root());
            try (FileChannel c = FileChannel.open(
                    to, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                w.writeTo(c);
            }
            try (Hdf5File copy = Hdf5File.open(to)) {
                compare(original.root(), copy.root());
            }
        }
    }

    private static void copy(Hdf5Group from, GroupDraft to) {
        attributes(from, to);
        for (Hdf5Node child : from.children()) {
            if (child instanceof Hdf5Group g) {
                copy(g, to.group(g.name()));
            } else if (child instanceof Hdf5Dataset d) {
                attributes(d, dataset(d, to));
            }
        }
    }

    private static DatasetDraft dataset(Hdf5Dataset d, GroupDraft to) {
        if (d.type().kind() == Hdf5Type.Kind.STRING) {
            return d.shape().length == 0 ? to.string(d.name(), d.string()) : to.strings(d.name(), d.strings());
        }
        return to.dataset(d.name(), d.type(), d.shape(), () -> little(d.stored(), d.type()));
    }

    private static void attributes(Hdf5Node from, NodeDraft to) {
        for (Hdf5Attribute a : from.attributes().values()) {
            if (a.type().kind() != Hdf5Type.Kind.STRING) {
                byte[] bytes = new byte[a.stored().remaining()];
                little(a.stored(), a.type()).get(bytes);
                to.attribute(a.name(), a.type(), a.shape(), bytes);
            } else if (a.shape().length == 0) {
                to.attribute(a.name(), a.string());
            } else {
                to.attribute(a.name(), a.strings());
            }
        }
    }

    /** Numbers from the big end turned around. */
    private static ByteBuffer little(ByteBuffer bytes, Hdf5Type type) {
        if (type.order() == ByteOrder.LITTLE_ENDIAN) {
            return bytes;
        }
        ByteBuffer out = ByteBuffer.allocate(bytes.remaining());
        for (int i = 0; i < out.capacity(); i++) {
            int within = i % type.bytes();
            out.put(bytes.get(bytes.position() + i - within + type.bytes() - 1 - within));
        }
        return out.flip();
    }

    private static void compare(Hdf5Node a, Hdf5Node b) {
        assertEquals(a.path(), b.path());
        assertEquals(
                a.attributes().keySet().stream().sorted().toList(),
                b.attributes().keySet().stream().sorted().toList());
        for (Hdf5Attribute x : a.attributes().values()) {
            Hdf5Attribute y = b.attribute(x.name());
            assertArrayEquals(x.shape(), y.shape());
            if (x.type().isString()) {
                assertEquals(x.strings(), y.strings());
            } else {
                assertArrayEquals(x.numbers(), y.numbers());
            }
        }
        if (a instanceof Hdf5Group x && b instanceof Hdf5Group y) {
            assertEquals(x.names(), y.names());
            x.names().forEach(name -> compare(x.child(name), y.child(name)));
        } else if (a instanceof Hdf5Dataset x && b instanceof Hdf5Dataset y) {
            assertArrayEquals(x.shape(), y.shape());
            if (x.type().kind() == Hdf5Type.Kind.STRING) {
                assertEquals(x.strings(), y.strings());
            } else {
                assertEquals(little(x.stored(), x.type()), y.stored(), x.path());
            }
        }
    }
}
