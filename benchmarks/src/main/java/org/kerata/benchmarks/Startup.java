package org.kerata.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * What a program waits for once: from the start of the JVM to the end of the first step, then for the first step with another batch size,
 * which is a program of its own. Prints both, and what that step takes from then on, in milliseconds.
 */
public final class Startup {
    private static final int STEPS = 20;

    private Startup() {}

    /** Times one start; the argument names the workload. */
    public static void main(String[] args) {
        Workload w = Workload.valueOf(args[0]);
        Batch usual = Batch.of(w)[0];
        Batch other = usual.resized(w, w.batch == 1 ? 2 : w.batch / 2);
        Task task = Workloads.task(w, usual, other);
        task.step(0);
        Instant start = ProcessHandle.current().info().startInstant().orElseThrow();
        double first = Duration.between(start, Instant.now()).toNanos() / 1e6;
        double second = milliseconds(task);
        double later = Double.POSITIVE_INFINITY;
        for (int i = 0; i < STEPS; i++) {
            later = Math.min(later, milliseconds(task));
        }
        System.out.printf(Locale.ROOT, "%s\t%.0f\t%.1f\t%.3f%n", w, first, second, later);
        System.exit(0);
    }

    /** Of a step with the other batch size. */
    private static double milliseconds(Task task) {
        long start = System.nanoTime();
        task.step(1);
        return (System.nanoTime() - start) / 1e6;
    }
}
