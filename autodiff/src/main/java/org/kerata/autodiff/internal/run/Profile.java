package org.kerata.autodiff.internal.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kerata.autodiff.internal.compile.Task;

/** Times each slice of each task over several runs. */
final class Profile {
    private final int runs;
    private final Map<List<Object>, Entry> entries = new HashMap<>();
    private int run;

    Profile(int runs) {
        this.runs = runs;
    }

    private static final class Entry {
        final Task task;
        final int slice;
        final long[] nanos;

        Entry(Task task, int slice, int runs) {
            this.task = task;
            this.slice = slice;
            this.nanos = new long[runs];
        }

        long median() {
            long[] sorted = nanos.clone();
            Arrays.sort(sorted);
            return sorted[sorted.length / 2];
        }
    }

    Kernel wrap(Task task, Binding binding, int slice, Kernel kernel) {
        Entry e = entries.computeIfAbsent(
                List.of(binding.lane(), task, slice), k -> new Entry(task, binding.slice(slice), runs));
        return w -> {
            long start = System.nanoTime();
            kernel.run(w);
            e.nanos[run] += System.nanoTime() - start;
        };
    }

    /** The next run begins. */
    void next() {
        run = Math.min(run + 1, runs - 1);
    }

    String report(Program.Plan plan) {
        List<Entry> slowest = new ArrayList<>(entries.values());
        slowest.sort((a, b) -> Long.compare(b.median(), a.median()));
        long sum = 0;
        for (Entry e : slowest) {
            sum += e.median();
        }
        StringBuilder s = new StringBuilder();
        s.append(String.format(
                "%d tasks in %d slices, %.0f us of work; medians of %d runs%n",
                plan.tasks().size(), plan.slices(), sum / 1e3, runs));
        for (Entry e : slowest) {
            s.append(String.format(
                    "%9.1f us %5.1f%%  phase %-3d slice %d  %-40s %-24s %s%n",
                    e.median() / 1e3,
                    100.0 * e.median() / sum,
                    e.task.phase(),
                    e.slice,
                    e.task.name(),
                    e.task.implementation(),
                    e.task.outputs().get(0).shape()));
        }
        return s.toString();
    }
}
