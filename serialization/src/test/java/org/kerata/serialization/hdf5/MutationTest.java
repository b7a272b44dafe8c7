package org.kerata.serialization.hdf5;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.kerata.autodiff.Tensor;
import org.kerata.serialization.ModelFileException;

/**
 * Files of h5py, of Keras and of our own, changed at random and read to the last element: that gives numbers or a {@link
 * ModelFileException}, nothing else, soon and without much memory. Runs for {@code -Dkerata.fuzz.seconds} (3), from {@code
 * -Dkerata.fuzz.seed} (1) on; what fails names the seed that shows it again.
 */
class MutationTest {
    private static final long SECONDS = Long.getLong("kerata.fuzz.seconds", 3);
    private static final long SEED = Long.getLong("kerata.fuzz.seed", 1);
    private static final long MOST_NANOS = 1_000_000_000L;
    private static final long MOST_BYTES = 256L << 20;

    private static final long[] TELLING = {
        0,
        1,
        2,
        7,
        8,
        31,
        32,
        255,
        256,
        65_535,
        65_536,
        Integer.MAX_VALUE,
        0xFFFFFFFFL,
        1L << 32,
        1L << 40,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        -2,
        -8
    };

    private final List<byte[]> files = new ArrayList<>();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void numbersOrATypedError() throws IOException {
        for (String name : Fixtures.NAMES) {
            files.add(Fixtures.bytes(name + ".h5"));
        }
        files.add(Fixtures.bytes("hostile.h5"));
        files.add(own());
        long end = System.nanoTime() + SECONDS * 1_000_000_000L;
        long refused = 0;
        long seed = SEED;
        for (byte[] f : files) {
            read(f); // so that no mutation pays for loading classes
        }
        for (; System.nanoTime() < end || seed < SEED + 200; seed++) {
            byte[] mutant = mutant(new Random(seed));
            long bytes = threads.getCurrentThreadAllocatedBytes();
            long start = threads.getCurrentThreadCpuTime();
            try {
                refused += read(mutant) ? 0 : 1;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("Not a ModelFileException, with -Dkerata.fuzz.seed=" + seed, e);
            }
            long took = threads.getCurrentThreadCpuTime() - start;
            long allocated = threads.getCurrentThreadAllocatedBytes() - bytes;
            assertTrue(took < MOST_NANOS, "took " + took / 1_000_000 + " ms, with -Dkerata.fuzz.seed=" + seed);
            assertTrue(allocated < MOST_BYTES, "allocated " + allocated + " bytes, with -Dkerata.fuzz.seed=" + seed);
        }
        long n = seed - SEED;
        System.out.println("HDF5 mutants: " + n + ", of which refused: " + refused);
        assertTrue(refused > n / 10 && refused < n, "of " + n + " mutants " + refused + " were refused");
    }

    private static byte[] own() throws IOException {
        Hdf5Writer w = new Hdf5Writer();
        w.root()
                .attribute("config", "{\"a\":[1,2,3]}")
                .attribute("version", 3)
                .fixedStrings("names", List.of("a", "b"));
        for (int i = 0; i < 40; i++) {
            w.root().dataset("layers/l" + i % 5 + "/vars/" + i, Tensor.of(new float[] {i, 1, 2}));
        }
        w.root().strings("words", List.of("a", "b", "c"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        w.writeTo(out);
        return out.toByteArray();
    }

    /** Up to eight changes: of bits, of numbers to telling ones, of stretches to those of elsewhere; or the end is missing. */
    private byte[] mutant(Random random) {
        byte[] b = files.get(random.nextInt(files.size())).clone();
        ByteBuffer numbers = ByteBuffer.wrap(b).order(ByteOrder.LITTLE_ENDIAN);
        int changes = 1 + random.nextInt(8);
        for (int i = 0; i < changes; i++) {
            int at = place(b, random);
            switch (random.nextInt(6)) {
                case 0, 1 -> b[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> b[at] = (byte) random.nextInt();
                case 3 -> numbers.putLong(Math.min(at & ~7, b.length - 8), TELLING[random.nextInt(TELLING.length)]);
                case 4 -> {
                    // An address or a length, changed a little.
                    int to = Math.min(at & ~7, b.length - 8);
                    numbers.putLong(to, numbers.getLong(to) + 8L * (random.nextInt(65) - 32));
                }
                default -> {
                    byte[] from = files.get(random.nextInt(files.size()));
                    int start = random.nextInt(from.length) & ~7;
                    int n = Math.min(8 << random.nextInt(8), Math.min(from.length - start, b.length - at));
                    System.arraycopy(from, start, b, at, n);
                }
            }
        }
        if (random.nextInt(10) == 0) {
            b = Arrays.copyOf(b, random.nextInt(b.length));
        }
        return b;
    }

    /** Mostly where something is. */
    private static int place(byte[] b, Random random) {
        int at = random.nextInt(b.length);
        for (int tries = 0; tries < 20 && b[at] == 0; tries++) {
            at = random.nextInt(b.length);
        }
        return at;
    }

    /** Reads all there is; returns whether all of it could be. */
    private static boolean read(byte[] file) {
        try (Hdf5File f = Hdf5File.of(ByteBuffer.wrap(file), "mutant.h5")) {
            return node(f.root());
        } catch (ModelFileException e) {
            return false;
        }
    }

    private static boolean node(Hdf5Node node) {
        boolean all = true;
        try {
            for (Hdf5Attribute a : node.attributes().values()) {
                all &= attribute(a);
            }
        } catch (ModelFileException e) {
            all = false;
        }
        if (node instanceof Hdf5Group g) {
            for (String name : g.names()) {
                try {
                    all &= node(g.child(name));
                } catch (ModelFileException e) {
                    all = false;
                }
            }
        } else if (node instanceof Hdf5Dataset d) {
            try {
                if (d.type().isNumeric()) {
                    d.tensor();
                } else if (d.type().isString()) {
                    d.strings();
                } else {
                    d.stored();
                }
            } catch (ModelFileException e) {
                all = false;
            }
        }
        return all;
    }

    private static boolean attribute(Hdf5Attribute a) {
        try {
            if (a.type().isString()) {
                a.strings();
            } else if (a.type().isNumeric()) {
                a.numbers();
            }
            return true;
        } catch (ModelFileException e) {
            return false;
        }
    }
}
