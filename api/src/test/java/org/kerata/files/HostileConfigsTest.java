package org.kerata.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kerata.Input;
import org.kerata.Model;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Call;
import org.kerata.layers.Layer;
import org.kerata.layers.core.Dense;
import org.kerata.layers.merging.Add;
import org.kerata.serialization.ModelFileException;
import org.kerata.serialization.Registry;

/** Configs that lead in circles or nowhere, of other versions and types, and weights in the wrong places. */
class HostileConfigsTest {
    /** More than any of these may take from the heap: a bomb would take far more. */
    private static final long MOST_BYTES = 64L << 20;

    @TempDir
    private Path folder;

    private static Model graph() {
        Input x = new Input(3).name("x");
        Tensor h = new Dense(3).name("first").apply(x);
        Tensor g = new Dense(3).name("second").apply(h);
        return Model.of(x, new Add().name("sum").apply(h, g));
    }

    private static void assertRefused(String config, String part) {
        String message = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            KerataException e = assertThrows(KerataException.class, () -> Model.fromJson(config));
            long taken = threads.getCurrentThreadAllocatedBytes() - before;
            assertTrue(taken < MOST_BYTES, "took " + taken + " bytes");
            return e.getMessage();
        });
        assertTrue(message.contains(part), message);
    }

    private static String changed(String from, String to) {
        String config = graph().toJson();
        assertTrue(config.contains(from), config);
        return config.replace(from, to);
    }

    // ---- graphs ----

    @Test
    void circlesAreFound() {
        assertRefused(
                changed("\"keras_history\":[\"x\",0,0]", "\"keras_history\":[\"second\",0,0]"),
                "the calls of its layers lead nowhere");
        assertRefused(
                changed("\"keras_history\":[\"x\",0,0]", "\"keras_history\":[\"first\",0,0]"),
                "reads call 0 of \"first\", which nothing makes.");
    }

    @Test
    void callsThatAreNotThereAreErrors() {
        assertRefused(
                changed("\"keras_history\":[\"x\",0,0]", "\"keras_history\":[\"y\",0,0]"),
                "a call reads the layer \"y\", which is not there.");
        assertRefused(
                changed("\"keras_history\":[\"x\",0,0]", "\"keras_history\":[\"x\",0,7]"),
                "call 0 of \"x\" makes 1 tensors. Received: number 7.");
        assertRefused(
                changed("\"keras_history\":[\"x\",0,0]", "\"keras_history\":[\"x\",-1,0]"), "which nothing makes");
        assertRefused(
                changed("\"keras_history\":[\"x\",0,0]", "\"keras_history\":[\"x\"]"),
                "a tensor is described by the name of its layer, the number of the call and of the output.");
        assertRefused(changed("\"output_layers\":[\"sum\",0,0]", "\"output_layers\":[\"sum\",3,0]"), "names call 3");
        assertRefused(changed("\"output_layers\":[\"sum\",0,0]", "\"output_layers\":[]"), "must name at least one");
        assertRefused(
                changed("\"output_layers\":[\"sum\",0,0]", "\"output_layers\":{\"a\":[[\"sum\",0,0],[\"first\",0,0]]}"),
                "output_layers must name one tensor for each name.");
        assertRefused(changed("\"inbound_nodes\":[{", "\"inbound_nodes\":{\"a\":{"), "is not valid JSON");
    }

    @Test
    void layersOfOneNameAreRefused() {
        assertRefused(changed("\"second\"", "\"first\""), "two layers are named \"first\".");
    }

    @Test
    void whatNobodyThoughtOfIsATypedErrorToo() {
        try (Registry.Scope s = Registry.scope().register("test>Odd", Odd::new)) {
            String config = changed("\"class_name\":\"Add\"", "\"class_name\":\"Odd\"")
                    .replace(
                            "\"registered_name\":null,\"name\":\"sum\"",
                            "\"registered_name\":\"test>Odd\",\"name\":\"sum\"");
            KerataException e = assertThrows(KerataException.class, () -> Model.fromJson(config));
            assertEquals(
                    "The model's config makes no sense in one of its layers: java.lang.ArithmeticException: / by zero."
                            + " If Keras opens it, its cause tells what Kerata does not expect.",
                    e.getMessage());
            assertEquals(ArithmeticException.class, e.getCause().getClass());
        }
    }

    /** Fails in a way of its own. */
    private static final class Odd extends Layer {
        @Override
        protected List<Tensor> call(List<Tensor> xs, Call call) {
            return List.of(xs.get(0).times(1 / (xs.get(0).rank() - 2)));
        }
    }

    // ---- depth, sizes, types ----

    @Test
    void deepConfigsEndInAnError() {
        StringBuilder b = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            b.append("{\"class_name\":\"Sequential\",\"config\":{\"name\":\"m\",\"layers\":[");
        }
        assertRefused(b.toString(), "is not valid JSON");
    }

    @Test
    void wrappersWithinWrappersEndInAnError() {
        StringBuilder open = new StringBuilder();
        StringBuilder close = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            open.append("{\"class_name\":\"TimeDistributed\",\"config\":{\"name\":\"t")
                    .append(i)
                    .append("\",\"layer\":");
            close.append("}}");
        }
        String dense = "{\"class_name\":\"Dense\",\"config\":{\"units\":2}}";
        assertRefused(
                "{\"class_name\":\"Sequential\",\"config\":{\"layers\":[{\"class_name\":\"InputLayer\",\"config\":"
                        + "{\"batch_shape\":[null,2,2]}}," + open + dense + close + "]}}",
                "");
    }

    @Test
    void sizesThatNoOneCanMeanAreErrors() {
        assertRefused(changed("\"batch_shape\":[null,3]", "\"batch_shape\":[null,-3]"), "-3");
        assertRefused(changed("\"batch_shape\":[null,3]", "\"batch_shape\":[null,9223372036854775807]"), "2 GiB");
        assertRefused(changed("\"batch_shape\":[null,3]", "\"batch_shape\":\"wide\""), "batchShape");
        assertRefused(changed("\"batch_shape\":[null,3]", "\"batch_shape\":[null,3.5]"), "batchShape");
        assertRefused(changed("\"units\":3", "\"units\":1e300"), "units must be");
        assertRefused(changed("\"units\":3", "\"units\":[3]"), "units must be");
    }

    @Test
    void typesThatAreNoneAreErrors() {
        assertRefused(changed("\"config\":{\"name\":\"float32\"}", "\"config\":{\"name\":\"float7\"}"), "float7");
        assertRefused(changed("\"config\":{\"name\":\"float32\"}", "\"config\":{\"name\":[1]}"), "Unknown dtype");
        assertRefused(changed("\"dtype\":\"float32\"", "\"dtype\":\"quaternion\""), "quaternion");
        assertRefused(changed("\"class_name\":\"Dense\"", "\"class_name\":[\"Dense\"]"), "are not known");
        assertRefused("{\"class_name\":\"Dense\",\"config\":{\"units\":3}}", "not a model");
        assertRefused("{}", "are not known");
        assertRefused("null", "must hold a JSON object");
    }

    @Test
    void otherVersionsAreReadByWhatTheySay() {
        String config = graph().toJson();
        assertEquals(
                config,
                Model.fromJson(config.replaceFirst("\\{", "{\"keras_version\":\"17.0.1\","))
                        .toJson());
        assertEquals(
                config,
                Model.fromJson(config.replaceFirst("\\{", "{\"keras_version\":\"\","))
                        .toJson());
        assertEquals(
                config,
                Model.fromJson(config.replaceFirst("\\{", "{\"keras_version\":[3],"))
                        .toJson());
    }

    // ---- weights ----

    /** A copy of a model file with another file's member in it. */
    private Path with(Path file, String member, byte[] content) throws IOException {
        Path out = folder.resolve("with-" + file.getFileName());
        try (ZipFile in = new ZipFile(file.toFile());
                OutputStream bytes = Files.newOutputStream(out);
                ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (ZipEntry e : java.util.Collections.list(in.entries())) {
                zip.putNextEntry(new ZipEntry(e.getName()));
                try (InputStream m = in.getInputStream(e)) {
                    zip.write(e.getName().equals(member) ? content : m.readAllBytes());
                }
            }
        }
        return out;
    }

    private static byte[] member(Path file, String member) throws IOException {
        try (ZipFile in = new ZipFile(file.toFile());
                InputStream m = in.getInputStream(in.getEntry(member))) {
            return m.readAllBytes();
        }
    }

    private static String failure(Path file) {
        return assertTimeoutPreemptively(
                        Duration.ofSeconds(10), () -> assertThrows(KerataException.class, () -> Model.load(file)))
                .getMessage();
    }

    @Test
    void weightsInTheWrongOrderAreFoundByTheirShapes() throws IOException {
        Input x = new Input(3);
        Path one = folder.resolve("one.keras");
        Model.of(x, new Dense(2).apply(new Dense(5).apply(x))).save(one);
        Input y = new Input(3);
        Path other = folder.resolve("other.keras");
        Model.of(y, new Dense(5).apply(new Dense(2).apply(y))).save(other);
        String message = failure(with(one, "model.weights.h5", member(other, "model.weights.h5")));
        assertTrue(message.contains("weight 0 (\"kernel\") has shape (3, 5), in the file (3, 2)"), message);
    }

    @Test
    void weightsThatAreNoHdf5AreRefused() throws IOException {
        Path file = folder.resolve("graph.keras");
        graph().save(file);
        assertTrue(failure(with(file, "model.weights.h5", new byte[0])).contains("model.weights.h5"));
        assertTrue(failure(with(file, "model.weights.h5", "no weights".getBytes(StandardCharsets.UTF_8)))
                .contains("model.weights.h5"));
    }

    @Test
    void aBrokenMetadataIsAnError() throws IOException {
        Path file = folder.resolve("graph.keras");
        graph().save(file);
        assertTrue(failure(with(file, "metadata.json", "[".getBytes(StandardCharsets.UTF_8)))
                .contains("metadata.json"));
    }

    @Test
    void aModelThatWeightsFailOnIsAsItWas() throws IOException {
        Model m = graph();
        Path file = folder.resolve("graph.weights.h5");
        m.saveWeights(file);
        byte[] all = Files.readAllBytes(file);
        Model other = graph();
        String before = other.getWeights().toString();
        for (int length = 0; length < all.length; length += 97) {
            Path cut = Files.write(folder.resolve("cut.weights.h5"), java.util.Arrays.copyOf(all, length));
            assertThrows(ModelFileException.class, () -> other.loadWeights(cut));
            assertEquals(before, other.getWeights().toString());
        }
    }
}
