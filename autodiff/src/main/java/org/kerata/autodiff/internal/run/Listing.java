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
                plan.tasks().size(),
                plan.tasks().isEmpty()
                        ? 0
                        : plan.tasks().get(plan.tasks().size() - 1).phase() + 1,
                plan.slices(),
                plan.arenaBytes(),
                plan.derivedBytes()));
        int phase = -1;
        for (Task t : plan.tasks()) {
            if (t.phase() != phase) {
                phase = t.phase();
                s.append(String.format(
                        "-- phase %d%s%n",
                        phase, phase < plan.derivedPhases() ? " (only when variables changed)" : ""));
            }
            s.append(String.format(
                    "  %-34s %-26s x%d  %s <- %s%s%n",
                    t.name(),
                    t.implementation(),
                    t.activeSlices(),
                    operands(t.outputs()),
                    operands(t.inputs()),
                    t.scope().isEmpty() ? "" : "   [" + t.scope() + "]"));
        }
        return s.toString();
    }

    private static String operands(Iterable<Operand> operands) {
        StringJoiner j = new StringJoiner(", ");
        for (Operand o : operands) {
            Value v = o.value();
            String place = switch (v.place()) {
                case ARENA, ARGUMENT -> (v.isDerived() ? "derived@" : "@") + v.offset(0);
                case VARIABLE -> "=" + v.name();
                case CONSTANT -> "const";
            };
            j.add(o.shape() + place + (v.isReplicated() ? "*" : ""));
        }
        return j.toString();
    }
}
