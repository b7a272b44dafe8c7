package org.kerata.zoo.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kerata.autodiff.KerataException;

/** A set of one plain file under an address of its own; {@link IdxSetTest} has sets of several packed ones. */
class RemoteFilesTest {
    private static final byte[] CONTENT = "some text\n".getBytes(StandardCharsets.US_ASCII);
    private static final DataFile FILE = new DataFile(
            "notes.txt", CONTENT.length, "a23e5fdcd7b276bdd81aa1a0b7b963101863dd3f61ff57935f8c5ba462681ea6");

    @TempDir
    Path folder;

    private SmallSet server;

    @BeforeEach
    void open() throws IOException {
        server = new SmallSet();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private byte[] load(URI... sources) {
        DataFolders folders = new DataFolders(null, folder);
        Download quiet = new Download(new PrintStream(new ByteArrayOutputStream()), false);
        return new RemoteFiles("Notes", "texts", List.of(sources), List.of(FILE)).content(FILE, folders, quiet);
    }

    @Test
    void comesUnderItsOwnNameAndIsKeptUnderOurs() {
        server.served.put("input.txt", CONTENT);
        assertEquals("some text\n", new String(load(server.source().resolve("input.txt")), StandardCharsets.US_ASCII));
        assertEquals(List.of("input.txt"), server.asked);
        assertTrue(Files.isRegularFile(folder.resolve("texts/notes.txt")));
        load(server.source().resolve("input.txt"));
        assertEquals(1, server.asked.size());
    }

    @Test
    void mayBePacked() {
        server.served.put("notes.txt.gz", SmallSet.gzip(CONTENT));
        assertEquals(
                "some text\n", new String(load(server.source().resolve("notes.txt.gz")), StandardCharsets.US_ASCII));
        assertTrue(Files.isRegularFile(folder.resolve("texts/notes.txt.gz")));
    }

    @Test
    void isCheckedWhenItArrives() {
        server.served.put("input.txt", "some other".getBytes(StandardCharsets.US_ASCII));
        UncheckedIOException e = assertThrows(
                UncheckedIOException.class, () -> load(server.source().resolve("input.txt")));
        assertTrue(e.getMessage().contains("the SHA-256 of its content should be"), e.getMessage());
        assertTrue(Files.notExists(folder.resolve("texts/notes.txt")));
    }

    @Test
    void saysWhereToPutIt() {
        URI source = server.source().resolve("input.txt");
        UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> load(source));
        assertEquals(
                "Notes: no notes.txt in " + folder.resolve("texts") + ". Downloading failed: " + source
                        + " (IOException: HTTP status 404). Put the file into " + folder.resolve("texts")
                        + ", or set KERATA_DATA to a folder that has it in texts/.",
                e.getMessage());
    }

    @Test
    void refusesADamagedCopy() throws IOException {
        Files.createDirectories(folder.resolve("texts"));
        Files.writeString(folder.resolve("texts/notes.txt"), "some");
        KerataException e =
                assertThrows(KerataException.class, () -> load(server.source().resolve("input.txt")));
        assertTrue(e.getMessage().contains("its content should have 10 bytes. Received: 4"), e.getMessage());
    }
}
