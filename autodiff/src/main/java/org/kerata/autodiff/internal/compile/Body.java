package org.kerata.autodiff.internal.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Constant;
import org.kerata.autodiff.graph.Subgraph;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;

/**
 * The body of a loop or a branch as tasks of its own, cut and scheduled like a program's. Its memory is scratch memory of the task that runs
 * it, its parameters and results lie where that task says, for each step anew. What is the same in every step is computed once, in phases at
 * the front.
 */
final class Body {
    private static final int ALIGNMENT = 64;

    private final List<Value> parameters;
    private final List<Operand> outputs;
    private final List<Task> tasks;
    private final int slices;
    private final int oncePhases;
    private final int phases;
    private @Nullable MemoryPlan memory;

    /** How a body is compiled. */
    record Mode(boolean fast, boolean checked) {}

    /** Where what a body shares with the outside lies during a step. */
    interface Outside {
        /** The first byte. */
        Binding.Place of(Value value);
    }

    private Body(Lowerer lowered, Schedule.Result schedule, int slices) {
        this.parameters = lowered.arguments();
        this.outputs = lowered.outputs();
        this.tasks = schedule.tasks();
        this.oncePhases = schedule.derivedPhases();
        this.phases = Task.phases(tasks);
        this.slices = slices;
    }

    /** A graph with its simplest form, single numbers among its inputs written into it. */
    static Traced simplify(Subgraph graph, List<Tensor> inputs, boolean fast) {
        List<Tensor> in = new ArrayList<>(graph.parameters());
        for (int i = 0; i < in.size(); i++) {
            if (inputs.get(i).canonical().node() instanceof Constant c
                    && c.value().size() == 1) {
                in.set(i, c.output());
            }
        }
        boolean plain = in.equals(graph.parameters());
        List<Tensor> outputs = plain ? graph.outputs() : graph.inline(in);
        Traced plainest = ControlRewriter.rewrite(new Traced(graph.parameters(), outputs, Map.of()), fast);
        return Simplifier.simplify(plainest, fast);
    }

    /**
     * Compiles a body.
     *
     * @param graph simplified
     * @param fixed the arguments that are the same in every step
     */
    static Body of(Traced graph, Set<Tensor> fixed, Mode mode, int slices) {
        boolean merge = !mode.checked;
        Traced fused = mode.fast ? Fuser.fuse(graph, slices, merge) : graph;
        if (mode.fast && slices == 1 && !fixed.isEmpty()) {
            fused = LoopProducts.pack(fused, fixed);
        }
        Lowerer lowered = Lowerer.ofBody(fused, mode.fast, merge);
        for (int i = 0; i < lowered.arguments().size(); i++) {
            lowered.arguments().get(i).toOutside();
            if (fixed.contains(graph.arguments().get(i))) {
                lowered.arguments().get(i).fix();
            }
        }
        return new Body(lowered, Schedule.of(lowered.tasks(), slices, mode.checked), slices);
    }

    List<Value> parameters() {
        return parameters;
    }

    List<Operand> outputs() {
        return outputs;
    }

    List<Task> tasks() {
        return tasks;
    }

    /** How many phases there are in front of the first step. */
    int oncePhases() {
        return oncePhases;
    }

    /** How many phases each step has. */
    int stepPhases() {
        return phases - oncePhases;
    }

    /** Whether a slice has anything to do. */
    boolean isActive(int slice) {
        return tasks.stream().anyMatch(t -> t.isActive(slice));
    }

    /** Whether only the first slice has anything to do. */
    boolean isWhole() {
        for (int s = 1; s < slices; s++) {
            if (isActive(s)) {
                return false;
            }
        }
        return true;
    }

    /** About how much work a step is. */
    long work() {
        return tasks.stream().mapToLong(Task::work).sum();
    }

    /** Whether oneDNN does some of the work. */
    boolean hasPrimitives() {
        return tasks.stream().anyMatch(t -> t.primitivesAlone() != null);
    }

    boolean failsOnData() {
        return tasks.stream().anyMatch(Task::failsOnData);
    }

    /** Plans the memory and says how much it is, in bytes. */
    long prepare() {
        MemoryPlan m = memory;
        if (m == null) {
            m = MemoryPlan.of(tasks, List.of(), slices, oncePhases);
            memory = m;
        }
        return aligned(m.bytes()) + aligned(m.derivedBytes());
    }

    static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /**
     * Adds the kernels of one slice for some of the phases.
     *
     * @param owner the task that runs the body
     * @param lane which of the owner's slices
     * @param primitivesOnly whether all but oneDNN's work is left out
     * @param base where the body's memory begins
     * @param outside where parameters and results are during the step
     * @param perPhase a list for each phase, the first for phase {@code from}
     */
    void kernels(
            Binding b,
            Task owner,
            int lane,
            boolean primitivesOnly,
            Binding.Place base,
            Outside outside,
            int slice,
            int from,
            List<List<Kernel>> perPhase) {
        MemoryPlan m = memory;
        if (m == null) {
            throw new IllegalStateException("A body that is not prepared.");
        }
        long derived = aligned(m.bytes());
        Binding inside =
                b.inside(owner, lane, (task, s) -> base.at() + m.scratch(task, s), (v, s) -> switch (v.place()) {
                    case CONSTANT, VARIABLE -> null;
                    case ARENA, ARGUMENT ->
                        v.isOutside() ? outside.of(v) : base.plus((v.isDerived() ? derived : 0) + v.offset(s));
                });
        for (Task t : tasks) {
            Task run = primitivesOnly ? t.primitivesAlone() : t;
            if (run == null || t.phase() < from || t.phase() >= from + perPhase.size() || !t.isActive(slice)) {
                continue;
            }
            List<Kernel> each = run.kernels(inside, slice);
            for (int p = 0; p < each.size(); p++) {
                perPhase.get(t.phase() - from + p).add(each.get(p));
            }
        }
    }
}
