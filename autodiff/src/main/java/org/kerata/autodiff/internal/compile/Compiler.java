package org.kerata.autodiff.internal.compile;

import java.util.ArrayList;
import java.util.List;
import org.kerata.autodiff.Engine;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.internal.kernels.onednn.Dnnl;
import org.kerata.autodiff.internal.run.Omp;
import org.kerata.autodiff.internal.run.Program;

/** From a graph to a program: simplify, fuse, lower to tasks, cut into slices and phases, plan the memory. */
public final class Compiler {
    /** Below this much work, handing slices to other cores costs more than it saves. */
    private static final long WORTH_CUTTING = 400_000;

    private Compiler() {}

    /** Compiles under the engine's present settings. */
    public static Program compile(Traced traced) {
        try (Omp single = Omp.single()) {
            boolean fast = Engine.kernels() == Engine.Kernels.FAST && Dnnl.isAvailable();
            Traced simple = Simplifier.simplify(ControlRewriter.rewrite(traced, fast), fast);
            int slices = fast && Work.of(simple) >= WORTH_CUTTING ? Engine.slices() : 1;
            boolean checked = Engine.checkNumerics();
            Traced fused = fast ? Fuser.fuse(simple, slices, !checked) : simple;
            Lowerer lowered = new Lowerer(fused, fast, !checked);
            Schedule.Result schedule = Schedule.of(lowered.tasks(), slices, checked);
            MemoryPlan memory = MemoryPlan.of(schedule.tasks(), lowered.arguments(), slices, schedule.derivedPhases());
            return new Program(new Program.Plan(
                    schedule.tasks(),
                    slices,
                    schedule.derivedPhases(),
                    memory.bytes(),
                    memory.derivedBytes(),
                    lowered.arguments(),
                    lowered.outputs(),
                    lowered.reads(),
                    writes(traced),
                    memory::scratch,
                    checked));
        }
    }

    private static List<Variable> writes(Traced traced) {
        return new ArrayList<>(traced.writes().keySet());
    }
}
