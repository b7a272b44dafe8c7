package org.kerata.autodiff.internal.compile;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.ops.Control;

/**
 * A loop or a branch: bodies whose kernels are bound once for every step, so that a run does nothing but call them. Phases of the bodies
 * become phases of the program.
 */
abstract class ControlTask extends Task {
    final Body.Mode mode;

    ControlTask(String name, String scope, Body.Mode mode, List<Operand> inputs, List<Operand> outputs) {
        super(name, scope, inputs, outputs);
        this.mode = mode;
    }

    /** Whether an op is a loop or a branch. */
    static boolean accepts(OpNode n) {
        return n.op() == Control.SCAN || n.op() == Control.COND;
    }

    /** The task for a loop or a branch; it says where its results lie. */
    static ControlTask of(OpNode n, List<Operand> inputs, Body.Mode mode) {
        return n.op() == Control.SCAN
                ? ScanTask.of(n, (Control.Loop) n.attributes(), inputs, mode)
                : CondTask.of(n, (Control.Branches) n.attributes(), inputs, mode);
    }

    @Override
    public final Kernel bind(Binding b, int slice) {
        throw new IllegalStateException(name() + " has kernels for several phases.");
    }

    /** As {@link #kernels(Binding, int)}, perhaps without all that is not oneDNN's work. */
    abstract List<Kernel> kernels(Binding b, int slice, boolean primitivesOnly);

    /** Whether some of the work of its bodies is oneDNN's. */
    abstract boolean hasPrimitives();

    @Override
    public final List<Kernel> kernels(Binding b, int slice) {
        return kernels(b, slice, false);
    }

    @Override
    public final @Nullable Task primitivesAlone() {
        return hasPrimitives() ? new Primitives(this) : null;
    }

    /** The same with nothing but its primitives. */
    private static final class Primitives extends Task {
        private final ControlTask task;

        Primitives(ControlTask task) {
            super(task.name(), task.scope(), task.inputs(), task.outputs());
            this.task = task;
            phase(task.phase());
        }

        @Override
        public void cut(int slices) {
            throw new IllegalStateException("Cut already.");
        }

        @Override
        public Kernel bind(Binding b, int slice) {
            return task.bind(b, slice);
        }

        @Override
        public List<Kernel> kernels(Binding b, int slice) {
            return task.kernels(b, slice, true);
        }

        @Override
        public boolean isActive(int slice) {
            return task.isActive(slice);
        }

        @Override
        public int span() {
            return task.span();
        }
    }

    @Override
    public String implementation() {
        return "body";
    }
}
