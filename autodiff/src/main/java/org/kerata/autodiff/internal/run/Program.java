package org.kerata.autodiff.internal.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.internal.compile.Operand;
import org.kerata.autodiff.internal.compile.Task;
import org.kerata.autodiff.internal.compile.Value;

/**
 * A compiled function: an immutable plan of tasks in phases. Running it takes an {@link Instance}, which owns the memory; a few
 * instances are kept for callers that come at the same time, and further callers wait.
 */
public final class Program {
    private static final int MAX_INSTANCES = Math.max(2, Runtime.getRuntime().availableProcessors());

    private final Plan plan;
    private final Deque<Instance> idle = new ArrayDeque<>();
    private final DerivedValues derived;
    private int made;

    /**
     * What the compiler hands over.
     *
     * @param tasks in running order
     * @param slices into how many slices each phase is cut
     * @param derivedPhases how many phases at the front compute values that change only with variables
     * @param arenaBytes the length of the arena
     * @param derivedBytes the length of the memory of those values, which instances share
     * @param arguments the slots to be filled before a run
     * @param outputs what is there after a run
     * @param reads the variables that are read
     * @param writes the variables that are written
     * @param scratch where scratch memory lies
     * @param checked whether every result is looked through for NaN and infinities
     */
    public record Plan(
            List<Task> tasks,
            int slices,
            int derivedPhases,
            long arenaBytes,
            long derivedBytes,
            List<Value> arguments,
            List<Operand> outputs,
            List<Variable> reads,
            List<Variable> writes,
            Binding.Scratch scratch,
            boolean checked) {}

    /** A program for this plan. */
    public Program(Plan plan) {
        this.plan = plan;
        this.derived = new DerivedValues(plan);
    }

    /** The values that change only with variables. */
    DerivedValues derived() {
        return derived;
    }

    /** The plan. */
    public Plan plan() {
        return plan;
    }

    /** An instance that nobody else uses until it is {@linkplain #release given back}. */
    public synchronized Instance acquire() {
        while (idle.isEmpty() && made >= MAX_INSTANCES) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new java.util.concurrent.CancellationException(
                        "Interrupted while waiting for a free instance of a program.");
            }
        }
        Instance i = idle.poll();
        if (i == null) {
            i = new Instance(this);
            made++;
        }
        return i;
    }

    /** Gives an instance back. */
    public synchronized void release(Instance instance) {
        idle.push(instance);
        notify();
    }

    /** Lets go of the memory of idle instances; they are made again when needed. */
    public synchronized void trim() {
        made -= idle.size();
        idle.clear();
    }

    /** The same plan with nothing left but its oneDNN primitives: the time that they take alone is a floor for the whole. */
    public Program primitivesAlone() {
        List<Task> primitives = new ArrayList<>();
        for (Task t : plan.tasks()) {
            Task alone = t.primitivesAlone();
            if (alone != null) {
                primitives.add(alone);
            }
        }
        return new Program(new Plan(
                primitives,
                plan.slices(),
                plan.derivedPhases(),
                plan.arenaBytes(),
                plan.derivedBytes(),
                plan.arguments(),
                plan.outputs(),
                plan.reads(),
                List.of(),
                plan.scratch(),
                false));
    }

    /**
     * For people: how long each task takes, slowest first.
     *
     * @param fill fills the arguments
     * @param runs how often the program runs; medians are shown
     */
    public String profile(java.util.function.Consumer<Instance> fill, int runs) {
        Profile p = new Profile(runs);
        Instance i = new Instance(this, p::wrap);
        fill.accept(i);
        for (int k = 0; k < runs; k++) {
            i.run();
            p.next();
        }
        return p.report(plan);
    }

    /** For people: every task with its phase, its slices, its implementation and where its results lie. */
    public String describe() {
        return Listing.of(plan);
    }
}
