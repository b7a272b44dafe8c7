package org.kerata.serialization.hdf5;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Tensor;
import org.kerata.serialization.ModelFileException;

class Hdf5FileTest {
    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> readsWhatH5pyWrote() {
        return Arrays.stream(Fixtures.NAMES)
                .flatMap(name -> Stream.of(
                        DynamicTest.dynamicTest(name, () -> {
                            try (Hdf5File file = Hdf5File.open(Fixtures.path(name + ".h5"))) {
                                compare(file, name);
                            }
                        }),
                        DynamicTest.dynamicTest(name + " in memory", () -> {
                            try (Hdf5File file = Hdf5File.of(ByteBuffer.wrap(Fixtures.bytes(name + ".h5")), name)) {
                                compare(file, name);
                            }
                        })));
    }

    private static void compare(Hdf5File file, String name) throws IOException {
        JsonNode nodes = new ObjectMapper().readTree(Fixtures.bytes(name + ".json"));
        Set<String> expected = new HashSet<>();
        for (JsonNode n : nodes) {
            String path = n.get("path").asText();
            expected.add(path);
            Hdf5Node node = path.equals("/") ? file.root() : file.root().find(path);
            assertEquals(path, node.path());
            assertEquals(n.get("attributes").size(), node.attributes().size(), path);
            n.get("attributes").fields().forEachRemaining(e -> {
                Hdf5Attribute a = node.attribute(e.getKey());
                String place = path + " " + e.getKey();
                header(e.getValue(), a.type(), a.shape(), place);
                if (a.type().isString()) {
                    assertEquals(strings(e.getValue()), a.strings(), place);
                } else {
                    assertArrayEquals(reals(e.getValue()), a.numbers(), place);
                }
            });
            if (n.has("children")) {
                assertEquals(strings(n, "children"), ((Hdf5Group) node).names(), path);
            } else {
                header(n, ((Hdf5Dataset) node).type(), ((Hdf5Dataset) node).shape(), path);
                values(n, (Hdf5Dataset) node);
            }
        }
        assertEquals(expected, paths(file.root(), new HashSet<>()));
    }

    private static Set<String> paths(Hdf5Node node, Set<String> into) {
        into.add(node.path());
        if (node instanceof Hdf5Group g) {
            g.children().forEach(c -> paths(c, into));
        }
        return into;
    }

    private static void header(JsonNode n, Hdf5Type type, long[] shape, String place) {
        assertEquals(n.get("type").asText(), type.toString(), place);
        long[] expected = new ObjectMapper().convertValue(n.get("shape"), long[].class);
        assertArrayEquals(expected, shape, place);
    }

    private static void values(JsonNode n, Hdf5Dataset d) {
        if (d.type().isString()) {
            assertEquals(strings(n), d.strings(), d.path());
            return;
        }
        if (d.path().endsWith("uint64") || d.path().endsWith("uint64_big")) {
            // Some do not fit into int64; these are read as they are.
            ByteBuffer b = d.stored().order(d.type().order());
            for (JsonNode v : n.get("values")) {
                assertEquals(v.bigIntegerValue().longValue(), b.getLong(), d.path());
            }
            return;
        }
        Tensor natural = d.tensor();
        assertArrayEquals(d.shape(), natural.shape().dims(), d.path());
        if (natural.dtype().isFloating()) {
            assertArrayEquals(reals(n), natural.doubles(), d.path());
        } else {
            assertArrayEquals(wholes(n), natural.longs(), d.path());
        }
        float[] narrow = new float[n.get("values").size()];
        double[] wide = reals(n);
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) wide[i];
        }
        assertArrayEquals(narrow, d.tensor(DType.FLOAT32).floats(), d.path());
    }

    private static List<String> strings(JsonNode n) {
        return strings(n, "values");
    }

    private static List<String> strings(JsonNode n, String key) {
        List<String> out = new ArrayList<>();
        n.get(key).forEach(v -> out.add(v.asText()));
        return out;
    }

    private static double[] reals(JsonNode n) {
        double[] out = new double[n.get("values").size()];
        for (int i = 0; i < out.length; i++) {
            JsonNode v = n.get("values").get(i);
            out[i] = v.isBoolean() ? (v.asBoolean() ? 1 : 0) : v.asDouble();
        }
        return out;
    }

    private static long[] wholes(JsonNode n) {
        long[] out = new long[n.get("values").size()];
        for (int i = 0; i < out.length; i++) {
            JsonNode v = n.get("values").get(i);
            out[i] = v.isBoolean() ? (v.asBoolean() ? 1 : 0) : v.asLong();
        }
        return out;
    }

    @Test
    void opensAStretchOfAFile() throws IOException {
        Path outer = folder.resolve("outer");
        byte[] inner = Fixtures.bytes("user_block.h5");
        byte[] all = new byte[inner.length + 300];
        System.arraycopy(inner, 0, all, 100, inner.length);
        Files.write(outer, all);
        try (Hdf5File file = Hdf5File.open(outer, 100, inner.length, "outer!inner.h5")) {
            assertEquals(inner.length, file.size());
            assertEquals("m", file.root().dataset("x").attribute("unit").string());
            assertEquals(DType.FLOAT32, file.root().dataset("x").tensor().dtype());
        }
    }

    @Test
    void findsByPath() {
        try (Hdf5File file = Hdf5File.open(Fixtures.path("earliest.h5"))) {
            Hdf5Group root = file.root();
            assertEquals("/strings/one", root.dataset("/strings/one").path());
            assertEquals("one", root.dataset("strings//one").name());
            assertNull(root.find("strings/two"));
            assertNull(root.find("strings/one/deeper"));
            assertTrue(root.has("layers\\dense\\vars\\0"));
            assertFalse(root.has("layers"));
            assertTrue(root.hasAttribute("empty"));
            assertFalse(root.hasAttribute("full"));
        }
    }

    @Test
    void saysWhatIsThereInstead() {
        Path path = Fixtures.path("earliest.h5");
        try (Hdf5File file = Hdf5File.open(path)) {
            Hdf5Group root = file.root();
            String at = "File \"" + path + "\", at ";
            error(
                    at + "/strings: there is no \"two\" here. There are: fixed, free, one.",
                    () -> root.group("strings/two"));
            error(at + "/strings/one: expected a group. Received: a dataset.", () -> root.group("strings/one"));
            error(at + "/strings: expected a dataset. Received: a group.", () -> root.dataset("strings"));
            error(
                    at + "/strings/one: expected a group with \"x\" in it. Received: a dataset.",
                    () -> root.dataset("strings/one/x"));
            error(
                    at + "/nothing: there is no attribute \"a\". There are: none.",
                    () -> root.group("nothing").attribute("a"));
            error(
                    at + "/strings/free: expected numbers. Received: string (65).",
                    () -> root.dataset("strings/free").tensor());
            error(
                    at + "/scalar: expected strings. Received: float32 ().",
                    () -> root.dataset("scalar").strings());
            error(
                    at + "/strings/free: expected one string. Received: string (65).",
                    () -> root.dataset("strings/free").string());
            error(
                    at + "/, attribute \"names\": expected one value. Received: string (3).",
                    () -> root.attribute("names").string());
            error(
                    at + "/, attribute \"several\": expected one value. Received: int32 (3).",
                    () -> root.attribute("several").whole());
            error(
                    at + "/, attribute \"real\": expected strings. Received: float64 ().",
                    () -> root.attribute("real").string());
            error(
                    at + "/, attribute \"names\": expected numbers. Received: string (3).",
                    () -> root.attribute("names").numbers());
        }
    }

    private static void error(String message, org.junit.jupiter.api.function.Executable code) {
        assertEquals(message, assertThrows(ModelFileException.class, code).getMessage());
    }

    @Test
    void convertsToWhatIsAskedFor() {
        try (Hdf5File file = Hdf5File.open(Fixtures.path("earliest.h5"))) {
            Hdf5Group types = file.root().group("types");
            long[] whole = types.dataset("int16").tensor().longs();
            for (String name : List.of("int8", "int32", "int64", "int64_big", "int16_big")) {
                for (DType t : DType.values()) {
                    Tensor x = types.dataset(name).tensor(t);
                    assertEquals(t, x.dtype());
                    assertEquals(t == DType.BOOL ? 1 : whole[0], x.longs()[0] == 0 ? 0 : x.longs()[0], name + " " + t);
                }
            }
            assertArrayEquals(
                    new boolean[] {true, false, false, false},
                    types.dataset("bool").tensor().booleans());
            assertArrayEquals(
                    new float[] {1, 0, 0, 0},
                    types.dataset("bool").tensor(DType.FLOAT32).floats());
            assertArrayEquals(
                    new float[] {1, -2, 3.140625f},
                    file.root().dataset("bfloat16").tensor().floats());
            ModelFileException e = assertThrows(
                    ModelFileException.class, () -> types.dataset("int64_large").tensor(DType.INT32));
            assertTrue(
                    e.getMessage().contains("the number -9223372036854775808 (int64) does not fit into int32."),
                    e.getMessage());
        }
    }

    @Test
    void readsIntoMemoryThatIsThere() {
        try (Hdf5File file = Hdf5File.open(Fixtures.path("chunked.h5"))) {
            Hdf5Dataset d = file.root().dataset("gzip_shuffle");
            ByteBuffer to = ByteBuffer.allocateDirect((int) d.size() * 4 + 8).order(ByteOrder.nativeOrder());
            to.position(8);
            d.read(DType.FLOAT32, to);
            assertEquals(0, to.remaining());
            assertEquals(0, to.getLong(0));
            assertEquals(d.tensor().floats()[5], to.getFloat(8 + 4 * 5));
        }
    }
}
