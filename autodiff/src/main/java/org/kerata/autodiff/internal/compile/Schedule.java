package org.kerata.autodiff.internal.compile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts tasks into phases. Within a phase the slices run side by side without waiting for each other; a barrier stands between phases.
 * A task comes one phase after another only where one of its slices needs what a different slice of the other makes. Variables are written
 * only after everything that may fail on data, so that a failure leaves them as they were.
 */
final class Schedule {
    private final int slices;
    private final boolean checked;
    private final Map<Value, List<Task>> readersOfVariable = new HashMap<>();
    private final Set<Task> hoisted = new HashSet<>();

    private Schedule(int slices, boolean checked) {
        this.slices = slices;
        this.checked = checked;
    }

    /** The tasks in running order with their phases set, and how many phases at the front depend on nothing that changes. */
    record Result(List<Task> tasks, int derivedPhases) {}

    /**
     * The order.
     *
     * @param checked whether every task may fail on data
     */
    static Result of(List<Task> inOrder, int slices, boolean checked) {
        return new Schedule(slices, checked).run(inOrder);
    }

    private Result run(List<Task> inOrder) {
        Set<Value> written = new HashSet<>();
        for (Task t : inOrder) {
            for (Operand o : t.outputs()) {
                if (o.value().place() == Value.Place.VARIABLE) {
                    written.add(o.value());
                }
            }
        }
        for (Task t : inOrder) {
            if (isDerived(t, written)) {
                hoisted.add(t);
            }
        }
        List<Task> order = ordered(inOrder);
        int derived = 0;
        for (Task t : order) {
            t.cut(slices);
            if (hoisted.contains(t)) {
                t.phase(earliest(t, 0));
                derived = Math.max(derived, t.lastPhase() + 1);
            }
        }
        int safe = derived;
        for (Task t : order) {
            if (!hoisted.contains(t)) {
                t.phase(earliest(t, derived));
                safe = t.failsOnData() || (checked && !t.commits()) ? Math.max(safe, t.lastPhase() + 1) : safe;
            }
        }
        for (Task t : order) {
            if (!hoisted.contains(t)) {
                t.phase(earliest(t, t.commits() ? safe : derived));
            }
        }
        List<Task> sorted = new ArrayList<>(order);
        sorted.sort(Comparator.comparingInt(Task::phase));
        return new Result(sorted, derived);
    }

    /** Whether the task depends only on constants and on variables that the program does not write, in a body on what all steps share. */
    private boolean isDerived(Task t, Set<Value> written) {
        if (t.commits() || t.outputs().stream().anyMatch(o -> o.value().isOutside())) {
            return false;
        }
        for (Operand o : t.inputs()) {
            Value v = o.value();
            boolean fixed = switch (v.place()) {
                case CONSTANT -> true;
                case VARIABLE -> !written.contains(v);
                case ARGUMENT -> v.isFixed();
                case ARENA -> v.producer() != null && hoisted.contains(v.producer());
            };
            if (!fixed) {
                return false;
            }
        }
        return true;
    }

    /** Each task after those that make what it reads, and after those that read what it overwrites. */
    private List<Task> ordered(List<Task> inOrder) {
        for (Task t : inOrder) {
            for (Operand o : t.inputs()) {
                if (o.value().place() == Value.Place.VARIABLE) {
                    readersOfVariable
                            .computeIfAbsent(o.value(), v -> new ArrayList<>())
                            .add(t);
                }
            }
        }
        Set<Task> order = new LinkedHashSet<>();
        Deque<Task> stack = new ArrayDeque<>();
        for (Task root : inOrder) {
            stack.push(root);
            while (!stack.isEmpty()) {
                Task t = stack.peek();
                boolean ready = true;
                for (Task before : order.contains(t) ? List.<Task>of() : waitsFor(t)) {
                    if (!order.contains(before)) {
                        stack.push(before);
                        ready = false;
                    }
                }
                if (ready) {
                    stack.pop();
                    order.add(t);
                }
            }
        }
        return new ArrayList<>(order);
    }

    private List<Task> waitsFor(Task t) {
        List<Task> before = new ArrayList<>();
        for (Operand o : t.inputs()) {
            Task p = o.value().producer();
            if (p != null && p != t) {
                before.add(p);
            }
        }
        for (Operand o : t.outputs()) {
            if (o.value().place() == Value.Place.VARIABLE) {
                for (Task r : readersOfVariable.getOrDefault(o.value(), List.of())) {
                    if (r != t) {
                        before.add(r);
                    }
                }
            }
        }
        return before;
    }

    private int earliest(Task t, int from) {
        int phase = from;
        for (int i = 0; i < t.inputs().size(); i++) {
            Value v = t.inputs().get(i).value();
            Task p = v.producer();
            if (p != null && p != t) {
                phase = Math.max(phase, p.lastPhase() + (needsBarrier(p, v, t, i) ? 1 : 0));
            }
        }
        for (int k = 0; k < t.outputs().size(); k++) {
            Operand o = t.outputs().get(k);
            if (o.value().place() == Value.Place.VARIABLE) {
                for (Task r : readersOfVariable.getOrDefault(o.value(), List.of())) {
                    if (r != t) {
                        phase = Math.max(phase, r.lastPhase() + (overwritesOthers(r, t, k, o.value()) ? 1 : 0));
                    }
                }
            }
        }
        return phase;
    }

    private boolean needsBarrier(Task producer, Value v, Task reader, int input) {
        for (int s = 0; s < slices; s++) {
            Region need = reader.reads(input, s);
            if (need.isEmpty()) {
                continue;
            }
            boolean own = false;
            for (int k = 0; k < producer.outputs().size(); k++) {
                if (producer.outputs().get(k).value() == v
                        && producer.writes(k, s).contains(need)) {
                    own = true;
                }
            }
            if (!own) {
                return true;
            }
        }
        return false;
    }

    private boolean overwritesOthers(Task reader, Task writer, int output, Value v) {
        for (int i = 0; i < reader.inputs().size(); i++) {
            if (reader.inputs().get(i).value() != v) {
                continue;
            }
            for (int s = 0; s < slices; s++) {
                for (int w = 0; w < slices; w++) {
                    if (s != w && reader.reads(i, s).touches(writer.writes(output, w))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
