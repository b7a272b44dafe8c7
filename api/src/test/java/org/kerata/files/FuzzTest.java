package org.kerata.files;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kerata.Model;
import org.kerata.autodiff.KerataException;

/**
 * Loads damaged copies of all model files of the fixtures, for a time: each loads, or gives an error of Kerata's, soon. A short time in
 * the build; longer with {@code mvn verify -Pfuzz}, which {@code -Dkerata.fuzz.seconds} and {@code -Dkerata.fuzz.seed} set. What fails is
 * left in {@code target/fuzz}.
 */
class FuzzTest {
    private static final long SECONDS = Long.getLong("kerata.fuzz.seconds", 3);
    private static final long SEED = Long.getLong("kerata.fuzz.seed", 11);

    /** Far above what any load takes, for a machine that does other things too. */
    private static final int LIMIT = 20;

    @TempDir
    private Path folder;

    private static List<Path> files() {
        return Stream.of("keras1", "keras2", "keras3")
                .flatMap(ModelCase::all)
                .filter(p -> p.toString().matches(".*\\.(keras|h5|hdf5)"))
                .filter(p -> !p.toString().endsWith(".weights.h5"))
                .toList();
    }

    @Test
    void damagedFilesLoadOrGiveAnError() throws IOException, InterruptedException {
        List<Path> files = files();
        Random choice = new Random(SEED);
        ExecutorService worker = Executors.newSingleThreadExecutor(r -> {
            Thread t = new Thread(r, "fuzz");
            t.setDaemon(true);
            return t;
        });
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        try {
            for (long k = 0; System.nanoTime() < end; k++) {
                Path original = files.get(choice.nextInt(files.size()));
                long seed = choice.nextLong();
                byte[] mutated = new Mutator(seed).mutated(Files.readAllBytes(original));
                Path file = Files.write(folder.resolve("damaged-" + original.getFileName()), mutated);
                Future<?> load = worker.submit(() -> load(file));
                try {
                    load.get(LIMIT, TimeUnit.SECONDS);
                } catch (ExecutionException e) {
                    report(original, seed, mutated, e.getCause());
                } catch (TimeoutException e) {
                    report(original, seed, mutated, e);
                }
                Files.delete(file);
            }
        } finally {
            worker.shutdownNow();
        }
    }

    private static void load(Path file) {
        try {
            Model.load(file).toJson();
        } catch (KerataException e) {
            if (e.getMessage() == null || e.getMessage().isEmpty()) {
                throw new IllegalStateException("an error without a message", e);
            }
        }
    }

    private static void report(Path original, long seed, byte[] mutated, Throwable problem) throws IOException {
        Path left = Path.of("target", "fuzz", seed + "-" + original.getFileName());
        Files.createDirectories(left.getParent());
        Files.write(left, mutated);
        fail(
                "A damaged copy of " + original.getFileName() + ", left in " + left + " (seed " + seed + "): "
                        + problem,
                problem);
    }
}
