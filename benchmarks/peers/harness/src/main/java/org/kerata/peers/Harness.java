package org.kerata.peers;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** The participants' side of the line protocol (benchmarks/README.md), for those written in Java. */
public final class Harness {
    /** Makes the task of a workload. */
    public interface TaskFactory {
        Task create(Workload workload) throws Exception;
    }

    private static final double WARM_UP_SECONDS = 3;
    private static final int WARM_UP_STEPS = 10;
    /** A participant that needs longer is warm after the fewest steps. */
    private static final double SLOW_WARM_UP_SECONDS = 15;

    private static final int SLOW_WARM_UP_STEPS = 4;

    private final Task task;
    private final boolean training;
    private final PrintStream replies;

    private Harness(Task task, boolean training, PrintStream replies) {
        this.task = task;
        this.training = training;
        this.replies = replies;
    }

    /** Builds and warms up the task, takes a turn for every {@code go} until {@code quit}, and ends the JVM. */
    public static void serve(String[] args, TaskFactory factory) throws Exception {
        PrintStream replies = System.out;
        System.setOut(System.err); // what a library prints is no reply
        Workload workload = Workload.valueOf(args[0]);
        new Harness(factory.create(workload), workload.training, replies).serve();
        System.exit(0); // whatever threads the library has left
    }

    private void serve() throws Exception {
        long start = System.nanoTime();
        task.step(0);
        double firstStep = secondsSince(start) * 1e3;
        double firstLoss = training ? meanLoss() : 0;
        warmUp();
        reply("ready %d %.3f", task.parameters(), firstStep);

        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line; (line = commands.readLine()) != null && !line.equals("quit"); ) {
            takeTurn(Double.parseDouble(line.substring("go ".length())));
        }
        if (training) {
            reply("learned %.6f %.6f", firstLoss, meanLoss());
        }
    }

    /** Trains once on each of the fixed batches; the mean of their losses. */
    private double meanLoss() throws Exception {
        double sum = 0;
        for (int i = 0; i < Batch.DISTINCT; i++) {
            sum += task.step(i);
        }
        return sum / Batch.DISTINCT;
    }

    private void warmUp() throws Exception {
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
    private void takeTurn(double seconds) throws Exception {
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
