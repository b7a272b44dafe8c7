package org.kerata.zoo.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kerata.autodiff.KerataException;

class DataFileTest {
    private static final byte[] CONTENT = "ten bytes!".getBytes(StandardCharsets.US_ASCII);
    private static final DataFile FILE = SmallSet.file("ten", CONTENT);

    @TempDir
    Path folder;

    @Test
    void readsPlainAndPacked() {
        assertArrayEquals(CONTENT, FILE.read(write(CONTENT)));
        assertArrayEquals(CONTENT, FILE.read(write(SmallSet.gzip(CONTENT))));
    }

    @Test
    void refusesOtherContentOfTheSameLength() {
        byte[] other = "ten bytes?".getBytes(StandardCharsets.US_ASCII);
        Path path = write(other);
        assertEquals(
                path + " is damaged: the SHA-256 of its content should be " + SmallSet.sha256(CONTENT) + ". Received: "
                        + SmallSet.sha256(other) + ". Delete it or put a sound copy in its place.",
                refusal(path));
    }

    @Test
    void refusesOtherLengths() {
        Path path = write(Arrays.copyOf(CONTENT, 7));
        assertEquals(
                path
                        + " is damaged: its content should have 10 bytes. Received: 7. Delete it or put a sound copy in its place.",
                refusal(path));
        write(SmallSet.gzip(new byte[50_000_000]));
        assertEquals(
                path
                        + " is damaged: its content should have 10 bytes. Received: more. Delete it or put a sound copy in its place.",
                refusal(path));
        write(new byte[0]);
        assertTrue(refusal(path).contains("Received: 0."), "an empty file");
    }

    @Test
    void refusesBrokenPacking() {
        byte[] packed = SmallSet.gzip(CONTENT);
        Path path = write(Arrays.copyOf(packed, packed.length - 9));
        assertEquals(
                path
                        + " is damaged: it cannot be unpacked (Unexpected end of ZLIB input stream). Delete it or put a sound copy in its "
                        + "place.",
                refusal(path));
        packed[2] = 77;
        write(packed);
        assertTrue(refusal(path).contains(" is damaged: it cannot be unpacked ("), "an unknown method of packing");
    }

    @Test
    void saysWhichFileCannotBeRead() {
        Path path = folder.resolve("absent");
        UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> FILE.read(path));
        assertEquals("Cannot read " + path + ": " + path, e.getMessage());
    }

    private String refusal(Path path) {
        return assertThrows(KerataException.class, () -> FILE.read(path)).getMessage();
    }

    private Path write(byte[] content) {
        try {
            return Files.write(folder.resolve("ten.gz"), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
