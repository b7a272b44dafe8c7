package org.kerata.zoo.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Shape;

class IdxSetTest {
    @TempDir
    Path temp;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private SmallSet remote;
    private Path given;
    private Path cache;
    private DataFolders folders;

    @BeforeEach
    void open() throws IOException {
        remote = new SmallSet();
        given = Files.createDirectory(temp.resolve("given"));
        cache = temp.resolve("home").resolve(".kerata").resolve("datasets").resolve("small");
        folders = DataFolders.of(Map.of("KERATA_DATA", given.toString()), temp.resolve("home"));
    }

    @AfterEach
    void close() {
        remote.close();
    }

    @Test
    void readsTheGivenFolder() throws IOException {
        SmallSet.lay(given.resolve("small"));
        assertSmall(load(false, remote.source()));
        assertEquals(List.of(), remote.asked);
        assertFalse(Files.exists(cache), "nothing is copied");
    }

    @Test
    void readsTheCache() throws IOException {
        SmallSet.lay(cache);
        assertSmall(load(false, remote.source()));
        assertEquals(List.of(), remote.asked);
    }

    @Test
    void downloadsWhatIsMissing() throws IOException {
        SmallSet.lay(given.resolve("small"), "test-images");
        assertSmall(load(false, remote.source()));
        assertEquals(List.of("test-images.gz"), remote.asked);
        assertEquals(List.of("test-images.gz"), list(cache));
        assertEquals("Downloading test-images.gz from localhost" + System.lineSeparator(), said());
    }

    @Test
    void downloadsOnce() throws IOException {
        assertSmall(load(false, remote.source()));
        assertSmall(load(false, remote.source()));
        List<String> all = List.of("train-images.gz", "train-labels.gz", "test-images.gz", "test-labels.gz");
        assertEquals(all, remote.asked);
        assertEquals(all.stream().sorted().toList(), list(cache));
    }

    @Test
    void drawsABarOnATerminal() {
        assertSmall(load(true, remote.source()));
        assertTrue(said().startsWith("\rtrain-images.gz"), said());
        assertTrue(said().contains("100%"), said());
    }

    @Test
    void triesTheNextSource() {
        assertSmall(load(false, remote.source().resolve("elsewhere/"), remote.source()));
        assertEquals("elsewhere/train-images.gz", remote.asked.get(0));
        assertEquals("train-images.gz", remote.asked.get(1));
    }

    @Test
    void saysWhereToPutMissingFiles() throws IOException {
        SmallSet.lay(given.resolve("small"), "test-images", "train-labels");
        remote.served.clear();
        UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> load(false, remote.source()));
        assertEquals(
                "Small: no train-labels.gz, no test-images.gz in " + given.resolve("small") + " nor in " + cache
                        + ". Downloading failed: " + remote.source()
                        + " (IOException: HTTP status 404). Put these files into " + cache
                        + ", packed as named or unpacked without \".gz\", or set KERATA_DATA to a folder that has them in small/.",
                e.getMessage());
        assertEquals(1, e.getCause().getSuppressed().length);
        assertEquals(List.of(), list(cache));
    }

    @Test
    void saysSoWhenOffline() {
        URI nowhere = remote.source();
        remote.close();
        UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> load(false, nowhere));
        assertTrue(e.getMessage().contains("Downloading failed: " + nowhere + " (ConnectException: "), e.getMessage());
        assertTrue(e.getMessage().contains("Put these files into " + cache), e.getMessage());
    }

    @Test
    void keepsNothingOfADamagedDownload() throws IOException {
        byte[] other = SmallSet.TRAIN_IMAGES.clone();
        other[20]++;
        for (byte[] damaged : List.of(
                SmallSet.gzip(other), Arrays.copyOf(SmallSet.gzip(SmallSet.TRAIN_IMAGES), 30), new byte[200_000])) {
            remote.served.put("train-images.gz", damaged);
            UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> load(false, remote.source()));
            assertTrue(e.getMessage().startsWith("Small: no train-images.gz"), e.getMessage());
            assertEquals(List.of(), list(cache));
        }
    }

    @Test
    void refusesADamagedFile() throws IOException {
        SmallSet.lay(cache);
        Path labels = cache.resolve("test-labels");
        Files.write(labels, SmallSet.idx(new int[] {2}, 9));
        KerataException e = assertThrows(KerataException.class, () -> load(false, remote.source()));
        assertTrue(e.getMessage().startsWith(labels + " is damaged: the SHA-256"), e.getMessage());
    }

    @Test
    void refusesImagesAndLabelsThatDoNotMatch() throws IOException {
        byte[] three = SmallSet.idx(new int[] {3}, 0);
        IdxSet small = SmallSet.of();
        IdxSet odd = new IdxSet(
                "Odd",
                "small",
                List.of(),
                small.trainImages(),
                SmallSet.file("three", three),
                small.testImages(),
                small.testLabels());
        SmallSet.lay(cache);
        Files.write(cache.resolve("three"), three);
        KerataException e = assertThrows(KerataException.class, () -> odd.load(folders, download(false)));
        assertEquals(
                "Odd: train-images must hold images (n, height, width) and three as many labels (n). Received: shapes (5, 2, 3) and (3,).",
                e.getMessage());
    }

    @Test
    void stopsWhenInterrupted() throws IOException {
        Thread.currentThread().interrupt();
        try {
            assertThrows(CancellationException.class, () -> load(false, remote.source()));
            assertTrue(Thread.currentThread().isInterrupted(), "the flag stays");
        } finally {
            Thread.interrupted();
        }
        assertEquals(List.of(), list(cache));
    }

    private TrainTest load(boolean terminal, URI... sources) {
        return SmallSet.of(sources).load(folders, download(terminal));
    }

    private Download download(boolean terminal) {
        return new Download(new PrintStream(said, true, StandardCharsets.UTF_8), terminal);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private static List<String> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void assertSmall(TrainTest small) {
        assertEquals(Shape.of(5, 2, 3), small.xTrain().shape());
        assertEquals(255, small.xTrain().floats()[5]);
        assertEquals(0, small.xTrain().floats()[6]);
        assertArrayEquals(new int[] {0, 1, 2, 3, 4}, small.yTrain().ints());
        assertEquals(Shape.of(2, 2, 3), small.xTest().shape());
        assertArrayEquals(
                new float[] {7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18},
                small.xTest().floats());
        assertArrayEquals(new int[] {3, 4}, small.yTest().ints());
    }
}
