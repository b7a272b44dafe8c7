package org.kerata.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kerata.Input;
import org.kerata.Kerata;
import org.kerata.Model;
import org.kerata.Sequential;
import org.kerata.autodiff.Engine;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.core.Dense;
import org.kerata.serialization.Load;
import org.kerata.serialization.ModelFileException;
import org.kerata.serialization.Progress;
import org.kerata.serialization.Save;

/** Large files go through little memory, in both directions, from and to files and streams, and whatever fails changes nothing. */
class StreamingTest {
    private static final int UNITS = 2048;
    private static final long BYTES = 4L * (UNITS * UNITS + UNITS + UNITS * 3 + 3);

    @TempDir
    private Path folder;

    private static Model model(int seed) {
        Kerata.setRandomSeed(seed);
        return new Sequential(new Input(UNITS), new Dense(UNITS).name("wide"), new Dense(3).name("out"));
    }

    private Path saved() {
        Path file = folder.resolve("large.keras");
        model(1).save(file);
        return file;
    }

    private static void assertSameBits(Model a, Model b) {
        List<Tensor> wa = a.getWeights();
        List<Tensor> wb = b.getWeights();
        for (int i = 0; i < wa.size(); i++) {
            assertArrayEquals(wa.get(i).floats(), wb.get(i).floats(), "weight " + i);
        }
    }

    /** Native bytes that a piece of work takes while it runs, by what it is told on the way. */
    private static long taken(java.util.function.Consumer<Progress> work) {
        long before = Engine.memoryUsed();
        long[] most = {0};
        work.accept((done, total) -> most[0] = Math.max(most[0], Engine.memoryUsed() - before));
        return most[0];
    }

    @Test
    void loadingTakesTheMemoryOfTheModelOnce() {
        Path file = saved();
        List<Model> kept = new ArrayList<>();
        long taken = taken(p -> kept.add(Model.load(file, new Load().progress(p))));
        assertTrue(taken >= BYTES && taken < BYTES + (1 << 20), taken + " bytes for a model of " + BYTES);
        assertSameBits(model(1), kept.get(0));
    }

    @Test
    void loadingWeightsTakesNoMemory() {
        Path file = saved();
        Model m = model(2);
        long taken = taken(p -> m.loadWeights(file, new Load().progress(p)));
        assertTrue(taken < 1 << 20, taken + " bytes");
        assertSameBits(model(1), m);
    }

    @Test
    void savingTakesNoMemory() {
        Model m = model(2);
        long taken = taken(p -> m.save(folder.resolve("m.keras"), new Save().progress(p)));
        assertTrue(taken < 1 << 20, taken + " bytes");
    }

    @Test
    void tensorsMadeOfTheOldWeightsKeepThem() {
        Path file = saved();
        Model m = model(2);
        Tensor before = m.weights().get(0).read().sum();
        float expected = m.getWeights().get(0).sum().floats()[0];
        m.loadWeights(file);
        assertEquals(expected, before.floats()[0]);
    }

    @Test
    void damageAtTheEndOfAZipLeavesTheModelAsItWas() throws IOException {
        Path file = saved();
        flip(file, 4L * UNITS * UNITS);
        Model m = model(2);
        for (Runnable load : List.<Runnable>of(() -> m.loadWeights(file), () -> Model.load(file))) {
            ModelFileException e = assertThrows(ModelFileException.class, load::run);
            assertTrue(String.valueOf(e.getMessage()).contains("the member's checksum is wrong"), e.getMessage());
        }
        assertSameBits(model(2), m);
    }

    private static void flip(Path file, long at) throws IOException {
        try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "rw")) {
            f.seek(at);
            int b = f.read();
            f.seek(at);
            f.write(b ^ 1);
        }
    }

    @Test
    void numbersThatAreNoneAtTheEndLeaveTheModelAsItWas() {
        Model bad = model(1);
        float[] out = bad.weights().get(2).floats();
        out[out.length - 1] = Float.POSITIVE_INFINITY;
        bad.weights().get(2).assign(Tensor.of(out, UNITS, 3));
        Path file = folder.resolve("bad.weights.h5");
        bad.saveWeights(file);
        Model m = model(2);
        ModelFileException e = assertThrows(ModelFileException.class, () -> m.loadWeights(file));
        assertEquals(
                "File \"" + file + "\", at /layers/dense_1/vars/0: element " + (3 * UNITS - 1)
                        + " is Infinity, so the model would only give NaN. Load it with new Load().allowNonFinite(true) if"
                        + " that is wanted.",
                e.getMessage());
        assertSameBits(model(2), m);
    }

    @Test
    void damagedOptimizersLeaveTheWeightsAsTheyWere() throws IOException {
        Model from = model(1);
        from.compile("adam", "mse");
        from.fit(Tensor.of(new float[UNITS], 1, UNITS), Tensor.of(new float[3], 1, 3));
        Path file = folder.resolve("m.weights.h5");
        from.saveWeights(file);
        byte[] all = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(all, all.length - 9000)); // the last of the optimizer's slots
        Model m = model(2);
        m.compile("adam", "mse");
        assertThrows(ModelFileException.class, () -> m.loadWeights(file));
        assertSameBits(model(2), m);
    }

    @Test
    void compressedFilesAreUnpackedIntoAFile() throws IOException {
        Path large = folder.resolve("wide.keras");
        Model wide = new Sequential(new Input(UNITS), new Dense(2 * UNITS), new Dense(UNITS));
        wide.weights().forEach(v -> v.assign(v.times(64).cast("int32").cast("float32"))); // packs well
        wide.save(large);
        Path packed = folder.resolve("packed.keras");
        try (ZipFile z = new ZipFile(large.toFile());
                OutputStream out = Files.newOutputStream(packed);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (ZipEntry e : java.util.Collections.list(z.entries())) {
                zip.putNextEntry(new ZipEntry(e.getName()));
                z.getInputStream(e).transferTo(zip);
            }
        }
        assertTrue(Files.size(packed) < Files.size(large) / 2);
        assertSameBits(wide, Model.load(packed));
        flip(packed, Files.size(packed) / 2);
        assertThrows(ModelFileException.class, () -> Model.load(packed));
    }

    // ---- progress ----

    private record Told(List<Long> done, List<Long> totals) implements Progress {
        Told() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        @Override
        public void report(long d, long t) {
            done.add(d);
            totals.add(t);
        }

        void check(long atLeast) {
            assertTrue(done.size() > 3, done.toString());
            for (int i = 1; i < done.size(); i++) {
                assertTrue(done.get(i) > done.get(i - 1), done.toString());
            }
            assertEquals(totals.get(totals.size() - 1), done.get(done.size() - 1));
            assertEquals(1, totals.stream().distinct().count(), totals.toString());
            assertTrue(done.get(done.size() - 1) >= atLeast);
        }
    }

    @Test
    void progressIsToldUpToTheEnd() {
        Told saving = new Told();
        Path file = folder.resolve("m.keras");
        model(1).save(file, new Save().progress(saving));
        saving.check(2 * BYTES);
        Told loading = new Told();
        Model.load(file, new Load().progress(loading));
        loading.check(BYTES);
        Told weights = new Told();
        model(2).loadWeights(file, new Load().progress(weights));
        weights.check(2 * BYTES);
    }

    @Test
    void whatProgressThrowsEndsTheWorkAndLosesNothing() throws IOException {
        Path file = saved();
        byte[] before = Files.readAllBytes(file);
        IllegalStateException stop = new IllegalStateException("enough");
        Progress stops = (done, total) -> {
            throw stop;
        };
        Progress late = (done, total) -> {
            if (done > total / 2 + (2 << 20)) {
                throw stop;
            }
        };
        Model m = model(2);
        assertSame(stop, assertThrows(IllegalStateException.class, () -> m.save(file, new Save().progress(stops))));
        assertEquals(ByteBuffer.wrap(before), ByteBuffer.wrap(Files.readAllBytes(file)));
        assertSame(stop, assertThrows(IllegalStateException.class, () -> Model.load(file, new Load().progress(late))));
        assertSame(
                stop, assertThrows(IllegalStateException.class, () -> m.loadWeights(file, new Load().progress(stops))));
        assertSameBits(model(2), m);
        // In the second half weights are being written, which goes on to its end.
        assertSame(
                stop, assertThrows(IllegalStateException.class, () -> m.loadWeights(file, new Load().progress(late))));
        assertSameBits(model(1), m);
    }

    // ---- streams ----

    @Test
    void weightsGoThroughStreams() throws IOException {
        Model from = new Sequential(new Input(3), new Dense(4));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        from.saveWeights(out);
        Path file = folder.resolve("m.weights.h5");
        from.saveWeights(file);
        assertArrayEquals(Files.readAllBytes(file), out.toByteArray());
        Model to = new Sequential(new Input(3), new Dense(4));
        boolean[] closed = {false};
        InputStream in = new FilterInputStream(new ByteArrayInputStream(out.toByteArray())) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        assertEquals(1, to.loadWeights(in).loaded().size());
        assertSameBits(from, to);
        assertEquals(-1, in.read());
        assertEquals(false, closed[0]);
    }

    @Test
    void whatIsWrongWithAStreamIsSaid() {
        Model m = new Sequential(new Input(3), new Dense(4));
        List<Tensor> before = m.getWeights();
        InputStream text = new ByteArrayInputStream(new byte[] {1, 2, 3});
        ModelFileException e = assertThrows(ModelFileException.class, () -> m.loadWeights(text));
        assertEquals(
                "File \"the stream\": it is no model file: neither a zip (.keras) nor HDF5 (.h5).", e.getMessage());
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };
        ModelFileException io = assertThrows(ModelFileException.class, () -> Model.load(broken));
        assertEquals("The stream with the model could not be read: connection reset.", io.getMessage());
        assertArrayEquals(before.get(0).floats(), m.getWeights().get(0).floats());
    }
}
