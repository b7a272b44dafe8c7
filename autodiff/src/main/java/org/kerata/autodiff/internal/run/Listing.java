package org.kerata.autodiff.internal.run;

import java.util.StringJoiner;
import org.kerata.autodiff.internal.compile.Operand;
import org.kerata.autodiff.internal.compile.Task;
import org.kerata.autodiff.internal.compile.Value;

/** Prints a program for people to read. */
final class Listing {
    private Listing() {}

    static String of(Program.Plan plan) {
        StringBuilder s = new StringBuilder();
        s.append(String.format(
                "program: %d tasks, %d phases, %d slices, arena %,d bytes, values derived from variables %,d bytes%n",
                plan.tasks().size(), Task.phases(plan.tasks()), plan.slices(), plan.arenaBytes(), plan.derivedBytes()));
        int phase = -1;
        for (Task t : plan.tasks()) {
            if (t.phase() != phase) {
                phase = t.phase();
                s.append(String.format(
                        "-- phase %d%s%s%n",
                        phase,
                        t.lastPhase() > phase ? " to " + t.lastPhase() : "",
                        phase < plan.derivedPhases() ? " (only when variables changed)" : ""));
            }
            task(s, t, "  ");
        }
        return s.toString();
    }

    private static void task(StringBuilder s, Task t, String indent) {
        s.append(String.format(
                "%s%-34s %-26s x%d  %s <- %s%s%n",
                indent,
                t.name(),
                t.implementation(),
                t.activeSlices(),
                operands(t.outputs()),
                operands(t.inputs()),
                t.scope().isEmpty() ? "" : "   [" + t.scope() + "]"));
        t.bodies().forEach((name, tasks) -> {
            s.append(String.format("%s  %s:%n", indent, name));
            for (Task inner : tasks) {
                task(s, inner, indent + "    ");
            }
        });
    }

    private static String operands(Iterable<Operand> operands) {
        StringJoiner j = new StringJoiner(", ");
        for (Operand o : operands) {
            Value v = o.value();
            String place = switch (v.place()) {
                case ARENA, ARGUMENT ->
                    v.isOutside() ? ":" + v.name() : (v.isDerived() ? "derived@" : "@") + v.offset(0);
                case VARIABLE -> "=" + v.name();
                case CONSTANT -> "const";
            };
            j.add(o.shape() + place + (v.isReplicated() ? "*" : ""));
        }
        return j.toString();
    }
}
