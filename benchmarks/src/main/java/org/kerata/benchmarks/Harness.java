package org.kerata.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** The participants' side of the line protocol of {@code benchmarks/README.md}. */
final class Harness {
    private static final double WARM_UP_SECONDS = 3;
    private static final int WARM_UP_STEPS = 10;
    private static final double SLOW_WARM_UP_SECONDS = 15;
    private static final int SLOW_WARM_UP_STEPS = 4;

    private final Task task;
    private final boolean learns;
    private final PrintStream replies;

    private Harness(Task task, boolean learns, PrintStream replies) {
        this.task = task;
        this.learns = learns;
        this.replies = replies;
    }

    /** Warms the task up and takes a turn for every {@code go} until {@code quit}. */
    static void serve(Task task, boolean learns) throws IOException {
        PrintStream replies = System.out;
        System.setOut(System.err);
        new Harness(task, learns, replies).serve();
    }

    private void serve() throws IOException {
        long start = System.nanoTime();
        task.step(0);
        double firstStep = secondsSince(start) * 1e3;
        double firstLoss = learns ? meanLoss() : 0;
        warmUp();
        reply("ready %d %.3f", task.parameters(), firstStep);

        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null && !line.equals("quit"); line = commands.readLine()) {
            takeTurn(Double.parseDouble(line.substring("go ".length())));
        }
        if (learns) {
            reply("learned %.6f %.6f", firstLoss, meanLoss());
        }
    }

    /** Trains once on each of the fixed batches; the mean of their losses. */
    private double meanLoss() {
        double sum = 0;
        for (int i = 0; i < Batch.DISTINCT; i++) {
            sum += task.step(i);
        }
        return sum / Batch.DISTINCT;
    }

    private void warmUp() {
        long start = System.nanoTime();
        for (int steps = 0; !isWarm(steps, secondsSince(start)); steps++) {
            task.step(steps % Batch.DISTINCT);
        }
    }

    private static boolean isWarm(int steps, double seconds) {
        return (steps >= WARM_UP_STEPS && seconds >= WARM_UP_SECONDS)
                || (steps >= SLOW_WARM_UP_STEPS && seconds >= SLOW_WARM_UP_SECONDS);
    }

    /** Times each step that begins within the budget; at least one. */
    private void takeTurn(double seconds) {
        double[] milliseconds = new double[1024];
        int steps = 0;
        long before = System.nanoTime();
        long end = before + (long) (seconds * 1e9);
        do {
            task.step(steps % Batch.DISTINCT);
            long after = System.nanoTime();
            if (steps == milliseconds.length) {
                milliseconds = Arrays.copyOf(milliseconds, 2 * steps);
            }
            milliseconds[steps++] = (after - before) / 1e6;
            before = after;
        } while (before < end);
        Arrays.sort(milliseconds, 0, steps);
        double median = (milliseconds[(steps - 1) / 2] + milliseconds[steps / 2]) / 2;
        reply("%.6f %.6f %d", median, milliseconds[0], steps);
    }

    private void reply(String format, Object... arguments) {
        replies.printf(Locale.ROOT, format + "%n", arguments);
        replies.flush();
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
