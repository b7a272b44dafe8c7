package org.kerata.serialization.hdf5;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jhdf.HdfFile;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.serialization.ModelFileException;

class Hdf5WriterTest {
    @TempDir
    Path folder;

    private static byte[] bytes(Hdf5Writer writer) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer.writeTo(out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static Hdf5Group read(Hdf5Writer writer) {
        return Hdf5File.of(ByteBuffer.wrap(bytes(writer)), "written").root();
    }

    private static Tensor values(long... shape) {
        Random random = new Random(Arrays.hashCode(shape));
        int n = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextFloat() - 0.5f;
        }
        return Tensor.of(x, shape);
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void tensorsComeBack(DType dtype) {
        Hdf5Writer w = new Hdf5Writer();
        Tensor x = values(3, 5, 7).times(100).cast(dtype);
        w.root().dataset("a/tensor", x);
        w.root().dataset("a/variable", Variable.of("v", x));
        w.root().dataset("a/scalar", Tensor.scalar(1, dtype));
        w.root().dataset("a/none", Tensor.of(new float[0], 0, 4).cast(dtype));
        Hdf5Group a = read(w).group("a");
        for (String name : List.of("tensor", "variable")) {
            Tensor y = a.dataset(name).tensor();
            assertEquals(x.spec(), y.spec());
            assertArrayEquals(x.doubles(), y.doubles());
        }
        assertEquals(1, a.dataset("scalar").tensor().doubleScalar());
        assertEquals(0, a.dataset("scalar").shape().length);
        assertArrayEquals(new long[] {0, 4}, a.dataset("none").tensor().shape().dims());
        assertEquals(dtype, a.dataset("none").tensor().dtype());
    }

    @Test
    void variablesAreWrittenAsTheyAreThen() {
        Variable v = Variable.of("v", Tensor.of(new float[] {1, 2}));
        Hdf5Writer w = new Hdf5Writer();
        w.root().dataset("v", v);
        byte[] before = bytes(w);
        v.assign(Tensor.of(new float[] {3, 4}));
        assertArrayEquals(new float[] {3, 4}, read(w).dataset("v").tensor().floats());
        assertEquals(before.length, w.size());
    }

    @Test
    void allTypesComeBack() {
        Hdf5Writer w = new Hdf5Writer();
        Hdf5Type[] types = {
            Hdf5Type.FLOAT16,
            Hdf5Type.INT8,
            Hdf5Type.INT16,
            Hdf5Type.INT32,
            Hdf5Type.INT64,
            Hdf5Type.UINT8,
            Hdf5Type.BOOL,
            Hdf5Type.FLOAT32,
            Hdf5Type.FLOAT64
        };
        for (Hdf5Type t : types) {
            byte[] two = new byte[2 * t.bytes()];
            two[0] = 1;
            two[2 * t.bytes() - 1] = t == Hdf5Type.BOOL ? (byte) 1 : 0x3C;
            w.root().dataset(t.toString(), t, new long[] {2, 1}, () -> ByteBuffer.wrap(two));
            w.root().attribute(t.toString(), t, new long[] {1, 2}, two);
        }
        Hdf5Group root = read(w);
        for (Hdf5Type t : types) {
            Hdf5Dataset d = root.dataset(t.toString());
            assertEquals(t, d.type());
            assertEquals(t, root.attribute(t.toString()).type());
            assertArrayEquals(new long[] {1, 2}, root.attribute(t.toString()).shape());
            assertArrayEquals(
                    d.tensor(DType.FLOAT64).doubles(),
                    root.attribute(t.toString()).numbers());
        }
        assertArrayEquals(new int[] {1, 0x3C00}, root.dataset("int16").tensor().ints());
        assertArrayEquals(
                new float[] {0x1p-24f, 1}, root.dataset("float16").tensor().floats());
    }

    @Test
    void bfloat16IsWrittenAsKerasDoes() {
        Hdf5Writer w = new Hdf5Writer();
        byte[] two = {(byte) 0x80, 0x3F, 0x00, (byte) 0xC0};
        w.root()
                .dataset("x", Hdf5Type.BFLOAT16, new long[] {2}, () -> ByteBuffer.wrap(two))
                .attribute("dtype", "bfloat16");
        Hdf5Dataset x = read(w).dataset("x");
        assertEquals(Hdf5Type.BFLOAT16, x.type());
        assertArrayEquals(new float[] {1, -2}, x.tensor().floats());
    }

    @Test
    void stringsComeBack() {
        Hdf5Writer w = new Hdf5Writer();
        List<String> words = new ArrayList<>(List.of("", "a", "größer", "日本語", "x".repeat(5000), ""));
        IntStream.range(0, 70_000).forEach(i -> words.add("w" + i % 17));
        w.root().strings("words", words);
        w.root().string("one", "Straße");
        w.root().strings("none", List.of());
        w.root().attribute("config", "{" + "ü".repeat(200_000) + "}");
        w.root().attribute("none", List.of());
        w.root().attribute("words", words.subList(0, 6));
        w.root().fixedStrings("fixed", List.of("kernel:0", "", "bias"));
        w.root().fixedStrings("fixed_none", List.of());
        w.root()
                .dataset(
                        "fixed", Hdf5Type.fixedString(3), new long[] {2}, () -> ByteBuffer.wrap("abcd\0\0".getBytes()));
        Hdf5Group root = read(w);
        assertEquals(words, root.dataset("words").strings());
        assertEquals("Straße", root.dataset("one").string());
        assertEquals(List.of(), root.dataset("none").strings());
        assertEquals(200_002, root.attribute("config").string().length());
        assertEquals(List.of(), root.attribute("none").strings());
        assertEquals(words.subList(0, 6), root.attribute("words").strings());
        assertEquals(List.of("kernel:0", "", "bias"), root.attribute("fixed").strings());
        assertEquals(List.of(), root.attribute("fixed_none").strings());
        assertEquals(List.of("abc", "d"), root.dataset("fixed").strings());
    }

    @Test
    void attributesComeBack() {
        Hdf5Writer w = new Hdf5Writer();
        DatasetDraft d = w.root().dataset("layers/x", values(2));
        for (NodeDraft node : List.of(w.root(), w.root().group("layers"), d)) {
            node.attribute("string", "a").attribute("whole", Long.MIN_VALUE).attribute("real", 0.1);
            node.attribute("truth", true).attribute("wholes", 1L, -2L).attribute("reals", 0.5, 1e300);
            node.attribute("naïve", "no").attribute("naïve", "yes");
        }
        Hdf5Group root = read(w);
        for (Hdf5Node node : List.of(root, root.group("layers"), root.dataset("layers/x"))) {
            assertEquals("a", node.attribute("string").string());
            assertEquals(Long.MIN_VALUE, node.attribute("whole").whole());
            assertEquals(0.1, node.attribute("real").number());
            assertEquals(1, node.attribute("truth").whole());
            assertEquals("bool", node.attribute("truth").type().toString());
            assertArrayEquals(new long[] {1, -2}, node.attribute("wholes").wholes());
            assertArrayEquals(new double[] {0.5, 1e300}, node.attribute("reals").numbers());
            assertEquals("yes", node.attribute("naïve").string());
            assertEquals(7, node.attributes().size());
        }
    }

    /** Up to and beyond the borders of a table of symbols (8), of one level of the tree (8 · 32) and of two (8 · 32 · 32). */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 9, 256, 257, 8192, 8193, 20_000})
    void anyNumberOfChildren(int n) throws IOException {
        Hdf5Writer w = new Hdf5Writer();
        GroupDraft many = w.root().group("many");
        List<String> names =
                new ArrayList<>(IntStream.range(0, n).mapToObj(i -> "n" + i).toList());
        for (int i = 0; i < n; i++) {
            if (i % 2 == 0) {
                many.dataset(names.get(i), Tensor.scalar(i));
            } else {
                many.group(names.get(i));
            }
        }
        Collections.sort(names);
        Hdf5Group back = read(w).group("many");
        assertEquals(names, back.names());
        for (int i = 0; i < n; i += 2) {
            assertEquals(i, back.dataset("n" + i).tensor().doubleScalar());
        }
        try (HdfFile jhdf = HdfFile.fromBytes(bytes(w))) {
            Group group = (Group) jhdf.getChild("many");
            assertEquals(names, group.getChildren().keySet().stream().sorted().toList());
        }
    }

    @Test
    void namesArePaths() {
        Hdf5Writer w = new Hdf5Writer();
        w.root().dataset("dense/kernel:0", values(1));
        w.root().group("/dense/").dataset("./bias:0", values(2));
        w.root().group("a\\b").group("ü");
        Hdf5Group root = read(w);
        assertEquals(List.of("a\\b", "dense"), root.names());
        assertEquals(List.of("bias:0", "kernel:0"), root.group("dense").names());
        assertEquals("/a\\b/ü", root.group("a\\b/ü").path());
        assertEquals("/dense", w.root().group("dense/.").path());
    }

    @Test
    void sizeAndChecksumAreKnownBefore() throws IOException {
        Hdf5Writer w = new Hdf5Writer();
        w.root().attribute("a", "b").attribute("n", 3);
        w.root().dataset("x", values(37, 11));
        w.root().dataset("odd", Tensor.of(new boolean[] {true, false, true}));
        long size = w.size();
        long crc = w.crc32();
        byte[] all = bytes(w);
        assertEquals(size, all.length);
        CRC32 expected = new CRC32();
        expected.update(all);
        assertEquals(expected.getValue(), crc);
        Path path = folder.resolve("x.h5");
        try (FileChannel c = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            w.writeTo(c);
        }
        assertArrayEquals(all, Files.readAllBytes(path));
        assertArrayEquals(all, bytes(w));
        w.root().attribute("a", "c");
        assertNotEquals(crc, w.crc32());
    }

    @Test
    void jhdfReadsIt() {
        Hdf5Writer w = new Hdf5Writer();
        w.root().attribute("config", "ü".repeat(70_000)).fixedStrings("names", List.of("a", "bcd"));
        w.root().attribute("list", List.of("x", "", "yz")).attribute("n", 5).attribute("r", 0.5);
        w.root().dataset("layers/dense/vars/0", values(3, 4));
        w.root().dataset("count", Tensor.of(new long[] {1L << 40}));
        w.root().strings("words", List.of("eins", "", "drei"));
        try (HdfFile jhdf = HdfFile.fromBytes(bytes(w))) {
            assertEquals("ü".repeat(70_000), jhdf.getAttribute("config").getData());
            assertArrayEquals(new String[] {"a", "bcd"}, (String[])
                    jhdf.getAttribute("names").getData());
            assertEquals(5L, jhdf.getAttribute("n").getData());
            assertEquals(0.5, jhdf.getAttribute("r").getData());
            float[][] x =
                    (float[][]) jhdf.getDatasetByPath("layers/dense/vars/0").getData();
            assertArrayEquals(values(3, 4).floats2(), x);
            assertArrayEquals(new long[] {1L << 40}, (long[])
                    jhdf.getDatasetByPath("count").getData());
            assertEquals(
                    List.of("count", "layers", "words"),
                    jhdf.getChildren().values().stream()
                            .map(Node::getName)
                            .sorted()
                            .toList());
        }
    }

    @Test
    void refusesWhatHdf5CannotHold() {
        Hdf5Writer w = new Hdf5Writer();
        GroupDraft g = w.root().group("g");
        g.dataset("x", values(1));
        error("at /g/x: there is a dataset here already. Choose another name.", () -> g.dataset("x", values(1)));
        error(
                "at /g/x: there is a dataset here already; it cannot be a group too. Choose another name.",
                () -> g.dataset("x/y", values(1)));
        error(
                "at /g: there is a group here already. Choose another name.",
                () -> w.root().dataset("g", values(1)));
        error("at /g: a dataset needs a name. Received: \"/\".", () -> g.dataset("/", values(1)));
        error("at /g/a\0: a name must not hold a zero character.", () -> g.group("a\0"));
        error(
                "at /g: an attribute's name must not be empty or hold a zero character. Received: \"\".",
                () -> g.attribute("", 1));
        List<String> many = Collections.nCopies(9000, "dense_123");
        error(
                "at /g: attribute \"layer_names\" takes 81000 bytes, and HDF5 keeps at most 65535 in one attribute."
                        + " Split it (Keras writes layer_names0, layer_names1, …), or write one string of any length.",
                () -> g.fixedStrings("layer_names", many));
        error(
                "at /g: attribute \"a\" must be given 8 bytes for float32 (2). Received: 4 bytes.",
                () -> g.attribute("a", Hdf5Type.FLOAT32, new long[] {2}, new byte[4]));
        error(
                "at /g/n: an axis must be 0 or longer. Received: float32 (-1).",
                () -> g.dataset("n", Hdf5Type.FLOAT32, new long[] {-1}, () -> ByteBuffer.allocate(0)));
        error(
                "at /g: strings of variable length are given as strings. Use strings(\"s\", …).",
                () -> g.dataset("s", Hdf5Type.STRING, new long[] {1}, () -> ByteBuffer.allocate(16)));
        g.dataset("short", Hdf5Type.FLOAT32, new long[] {2}, () -> ByteBuffer.allocate(4));
        error("at /g/short: the source must give 8 bytes for float32 (2). Received: 4 bytes.", w::crc32);
    }

    private static void error(String message, Executable code) {
        assertEquals(
                "Writing HDF5, " + message,
                assertThrows(ModelFileException.class, code).getMessage());
    }
}
