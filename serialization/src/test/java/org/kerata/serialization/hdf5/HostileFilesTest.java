package org.kerata.serialization.hdf5;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.kerata.autodiff.Tensor;
import org.kerata.serialization.ModelFileException;

/** Files that are damaged, or made to mislead: each is refused at once, by an error that says where and what. */
class HostileFilesTest {
    private static final String MEND =
            " The file is damaged, or cut off, or made to mislead: get it again from where it came from.";

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @TempDir
    Path folder;

    private Hdf5File hostile;

    @BeforeEach
    void open() {
        hostile = Hdf5File.of(ByteBuffer.wrap(Fixtures.bytes("hostile.h5")), "hostile.h5");
    }

    @AfterEach
    void close() {
        hostile.close();
    }

    /** Within a second of this thread's own time, whatever else the machine does. */
    private static ModelFileException refused(Executable code) {
        long start = THREADS.getCurrentThreadCpuTime();
        ModelFileException e = assertThrows(ModelFileException.class, code);
        long millis = (THREADS.getCurrentThreadCpuTime() - start) / 1_000_000;
        assertTrue(millis < 1000, "took " + millis + " ms");
        return e;
    }

    private static void error(String place, String problem, Executable code) {
        ModelFileException e = refused(code);
        assertEquals("File \"hostile.h5\", at " + place + ": " + problem + MEND, e.getMessage());
    }

    private static void contains(String part, Executable code) {
        ModelFileException e = refused(code);
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    @Test
    void nothingLeadsOutOfTheFile() {
        Hdf5Group root = hostile.root();
        String links = ". Kerata follows no links, and Keras writes none.";
        error("/soft", "this is a soft link" + links, () -> root.child("soft"));
        error("/external", "this is a link into another file" + links, () -> root.child("external"));
        String other = "Kerata opens no other files than the one that it was given. Copy the elements into this file.";
        error("/outside", "its elements are in other files; " + other, () -> root.child("outside"));
        error(
                "/virtual",
                "it is a virtual dataset, whose elements are in other files; " + other,
                () -> root.child("virtual"));
        assertEquals(3, root.dataset("x").size());
        assertEquals(3, root.dataset("same").size());
    }

    @Test
    void nothingLeadsInCircles() {
        Hdf5Group root = hostile.root();
        String again = " again. Kerata reads trees: a group that is linked to from two places, or that contains itself,"
                + " is refused.";
        error("/circle/back", "this group is the group /" + again, () -> root.group("circle/back"));
        root.group("twin/a");
        error("/twin/b", "this group is the group /twin/a" + again, () -> root.group("twin/b"));
        String tooDeep = "/deep".repeat(101);
        error(tooDeep, "groups are nested more than 100 deep.", () -> root.group(tooDeep));
    }

    @Test
    void whatIsClaimedIsHeldAgainstWhatIsThere() {
        Hdf5Group root = hostile.root();
        error(
                "/bomb",
                "it claims to be float32 (1099511627776, 1024), which takes 4503599627370496 bytes; there are 0 for it.",
                () -> root.child("bomb"));
        error(
                "/packed_bomb",
                "it claims to be float32 (1048576, 1048576), which takes 4398046511104 bytes; there are "
                        + hostile.size() + " for it.",
                () -> root.child("packed_bomb"));
    }

    /** A dataset of 128 MB of which nothing is stored, in a file that is large enough not to rule it out. */
    @Test
    void chunksAreCountedBeforeMemoryIsTaken() {
        ByteBuffer b = ByteBuffer.wrap(Fixtures.bytes("hostile.h5")).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + 16 <= b.limit(); at++) {
            if (b.getLong(at) == 1 << 20 && b.getLong(at + 8) == 1 << 20) {
                b.putLong(at, 1 << 13).putLong(at + 8, 1 << 12);
            }
        }
        try (Hdf5File file = Hdf5File.of(b, "hostile.h5")) {
            Hdf5Dataset d = file.root().dataset("packed_bomb");
            assertEquals(128 << 20, d.bytes());
            error(
                    "/packed_bomb",
                    "it claims to take 134217728 bytes, more than its 0 stored chunks can hold.",
                    d::tensor);
        }
    }

    @Test
    void whatKerasDoesNotWriteIsSeenButNotRead() {
        Hdf5Dataset d = hostile.root().dataset("compound");
        assertEquals(Hdf5Type.Kind.OTHER, d.type().kind());
        assertEquals(
                "File \"hostile.h5\", at /compound: expected numbers. Received: a type that Kerata does not read (2).",
                assertThrows(ModelFileException.class, d::tensor).getMessage());
        contains(
                "its chunks are listed in an extensible array, which Kerata does not read. Copy the file with h5repack.",
                () -> {
                    try (Hdf5File file = Hdf5File.open(Fixtures.path("extensible.h5"))) {
                        file.root().dataset("x").tensor();
                    }
                });
    }

    @Test
    void noHdf5File() throws IOException {
        String none = "it is no HDF5 file: it does not begin with the eight bytes that every HDF5 file begins with.";
        for (byte[] bytes : List.of(
                new byte[0], new byte[7], new byte[5000], "{\"a\":1}".repeat(99).getBytes(StandardCharsets.UTF_8))) {
            error("/", none, () -> Hdf5File.of(ByteBuffer.wrap(bytes), "hostile.h5"));
        }
        assertEquals(
                "File \"" + folder.resolve("a.h5") + "\": there is no such file.",
                assertThrows(ModelFileException.class, () -> Hdf5File.open(folder.resolve("a.h5")))
                        .getMessage());
        contains("it cannot be", () -> Hdf5File.open(folder));
        Path empty = Files.createFile(folder.resolve("empty"));
        contains(none, () -> Hdf5File.open(empty));
    }

    @Test
    void cutOff() {
        for (String name : List.of("earliest.h5", "latest.h5", "keras_legacy.h5")) {
            byte[] all = Fixtures.bytes(name);
            contains("its superblock should lie at bytes 0 to", () -> Hdf5File.of(ByteBuffer.wrap(all, 0, 40), name));
            contains(
                    "it is cut off: it says that it has " + all.length + " bytes, and has " + (all.length - 1) + ".",
                    () -> Hdf5File.of(ByteBuffer.wrap(all, 0, all.length - 1), name));
        }
    }

    /** What a file with one dataset "x" of two floats says when eight of its bytes are set. */
    private static void damaged(String expected, String signature, int offset, long value) {
        ByteBuffer b = small();
        b.putLong(find(b, signature) + offset, value);
        contains(expected, () -> walk(Hdf5File.of(b, "hostile.h5").root()));
    }

    private static ByteBuffer small() {
        Hdf5Writer w = new Hdf5Writer();
        w.root().attribute("a", "text");
        w.root().dataset("x", Tensor.of(new float[] {1, 2}));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            w.writeTo(out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int find(ByteBuffer b, String signature) {
        String all = new String(b.array(), StandardCharsets.ISO_8859_1);
        int at = all.indexOf(signature);
        assertTrue(at >= 0, signature);
        return at;
    }

    private static void walk(Hdf5Node node) {
        node.attributes().values().forEach(a -> {
            if (a.type().isString()) {
                a.strings();
            } else if (a.type().isNumeric()) {
                a.numbers();
            }
        });
        if (node instanceof Hdf5Group g) {
            g.children().forEach(HostileFilesTest::walk);
        } else if (node instanceof Hdf5Dataset d && d.type().isNumeric()) {
            d.tensor();
        }
    }

    @Test
    void namesThatLieElsewhere() {
        damaged("a heap of names should lie at bytes", "HEAP", 8, Long.MAX_VALUE);
        damaged("a heap of names should lie at bytes", "HEAP", 24, 1L << 60);
        damaged("a name should lie at byte 4096 of", "SNOD", 8, 4096);
        damaged("an object header should lie at bytes", "SNOD", 16, 1L << 62);
        damaged("a table of names should lie at bytes", "TREE", 32, 1L << 33);
        damaged("a tree of names has a part of level 255 where it should not.", "TREE", 0, 0x0001FF0045455254L);
        damaged("a tree of names should lie at bytes", "TREE", 0, 0xFFFF000045455254L);
        damaged("a collection of strings should lie at bytes", "GCOL", 8, 1L << 40);
        damaged("a string goes beyond the end of its collection.", "GCOL", 24, 1L << 40);
    }

    @Test
    void aTreeWhoseBranchesAreOne() {
        byte[] bytes = tree(7);
        contains(
                "a table of names leads back to itself, or belongs to another group too.",
                () -> Hdf5File.of(ByteBuffer.wrap(bytes), "hostile.h5"));
    }

    /** Levels of 32 branches each that are all the same node: 32 to the power of {@code levels} ways down in a few kilobytes. */
    private static byte[] tree(int levels) {
        Bytes b = new Bytes();
        b.put(Arrays.copyOf(small().array(), 96));
        b.u1(1, 0).u2(1).u4(1).u4(24).u4(0).u2(0x11).u2(16).u4(0).u8(200).u8(136);
        b.ascii("HEAP").u4(0).u8(16).u8(1).u8(168).u8(0).u8('a').zeros(16);
        for (int level = levels - 1; level >= 0; level--) {
            int next = b.position() + 24 + 32 * 16;
            b.ascii("TREE").u1(0, level).u2(32).u8(-1).u8(-1);
            for (int i = 0; i < 32; i++) {
                b.u8(0).u8(next);
            }
        }
        b.ascii("SNOD").u1(1, 0).u2(0).zeros(32);
        b.set8(40, b.position());
        b.set8(64, 96);
        return b.array();
    }

    @Test
    void groupsThatShareOneLargeTable() {
        // Each of 20,000 groups shows 20,000 children, all with the table of the first: the bytes of a small file,
        // endless work.
        Hdf5Writer w = new Hdf5Writer();
        for (int i = 0; i < 20_000; i++) {
            w.root().group("g" + i);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            w.writeTo(out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        byte[] all = out.toByteArray();
        ByteBuffer b = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
        long tree = b.getLong(80);
        long names = b.getLong(88);
        IntConsumer share = at -> {
            b.putLong(at + 24, tree);
            b.putLong(at + 32, names);
        };
        for (int at = 96; at + 40 <= all.length; at += 8) {
            if (b.getLong(at) == (1L | 1 << 16 | 1L << 32) && b.getLong(at + 8) == 24) {
                share.accept(at);
            }
        }
        contains(
                "a tree of names leads back to itself, or belongs to another group too.",
                () -> walk(Hdf5File.of(b, "hostile.h5").root()));
    }

    @Test
    void aNameThatIsNoText() {
        ByteBuffer b = small();
        b.put(find(b, "HEAP") + 32 + 8, (byte) 0xFF);
        contains("a name is not valid UTF-8.", () -> Hdf5File.of(b, "hostile.h5"));
    }

    @Test
    void anythingElseBecomesATypedErrorToo() {
        ByteBuffer b = small();
        int at = find(b, "SNOD") + 16;
        int header = (int) b.getLong(at);
        b.putInt(header + 8, 9); // the header is shorter than its messages
        contains(
                "File \"hostile.h5\", at /x: ",
                () -> Hdf5File.of(b, "hostile.h5").root().child("x"));
    }
}
