package org.kerata.autodiff.internal.run;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.BrokenStateException;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.internal.compile.Operand;
import org.kerata.autodiff.internal.compile.Task;
import org.kerata.autodiff.internal.compile.Value;
import org.kerata.autodiff.internal.memory.NativeBuffer;
import org.kerata.autodiff.internal.memory.Storage;

/** One arena with the kernels of a program bound to it. Used by one caller at a time. */
public final class Instance {
    private final Program program;
    private final NativeBuffer arena;
    private final Binding binding;
    private final Kernel[][][] kernels;
    private final Kernel[][][] derivedKernels;
    private final Storage[] arguments;
    private final ByteBuffer[] argumentViews;
    private final ByteBuffer[] outputViews;
    private final Variable[] reads;
    private final Variable[] writes;
    private final int firstCommit;

    Instance(Program program) {
        this(program, program.plan().checked() ? CheckedKernel::new : (t, b, s, k) -> k);
    }

    Instance(Program program, Binding.Wrapper wrapper) {
        this.program = program;
        Program.Plan plan = program.plan();
        this.arena = NativeBuffer.allocate(plan.arenaBytes());
        this.binding = new Binding(arena, program.derived().memory(), plan.scratch(), wrapper);
        this.kernels = bind(plan);
        this.derivedKernels = Arrays.copyOf(kernels, plan.derivedPhases());
        List<Value> args = plan.arguments();
        this.arguments = new Storage[args.size()];
        this.argumentViews = new ByteBuffer[args.size()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = storage(Operand.of(args.get(i)));
            argumentViews[i] = arguments[i].view();
        }
        this.outputViews = new ByteBuffer[plan.outputs().size()];
        for (int i = 0; i < outputViews.length; i++) {
            outputViews[i] = storage(plan.outputs().get(i)).view();
        }
        this.reads = plan.reads().toArray(new Variable[0]);
        this.writes = plan.writes().toArray(new Variable[0]);
        int commit = Integer.MAX_VALUE;
        for (Task t : plan.tasks()) {
            commit = t.commits() ? Math.min(commit, t.phase()) : commit;
        }
        this.firstCommit = commit;
    }

    private Kernel[][][] bind(Program.Plan plan) {
        int phases = Task.phases(plan.tasks());
        List<List<List<Kernel>>> lists = new ArrayList<>();
        for (int p = 0; p < phases; p++) {
            List<List<Kernel>> perSlice = new ArrayList<>();
            for (int s = 0; s < plan.slices(); s++) {
                perSlice.add(new ArrayList<>());
            }
            lists.add(perSlice);
        }
        try (Omp single = Omp.single()) {
            for (Task t : plan.tasks()) {
                for (int s = 0; s < plan.slices(); s++) {
                    List<Kernel> each = t.isActive(s) ? t.kernels(binding, s) : List.of();
                    for (int p = 0; p < each.size(); p++) {
                        lists.get(t.phase() + p).get(s).add(each.get(p));
                    }
                }
            }
        }
        Kernel[][][] out = new Kernel[phases][plan.slices()][];
        for (int p = 0; p < phases; p++) {
            for (int s = 0; s < plan.slices(); s++) {
                out[p][s] = lists.get(p).get(s).toArray(new Kernel[0]);
            }
        }
        return out;
    }

    /** The slot of an argument, to be filled before {@link #run}. */
    public Storage argument(int i) {
        return arguments[i];
    }

    /** A view of the slot of an argument. */
    public ByteBuffer argumentView(int i) {
        return argumentViews[i];
    }

    /** A view of an output, valid until the next run. */
    public ByteBuffer outputView(int i) {
        return outputViews[i];
    }

    /** A copy of an output. */
    public Storage output(int i) {
        Operand o = program.plan().outputs().get(i);
        return storage(o).copy();
    }

    /**
     * Runs the program on the arguments in their slots.
     *
     * @throws KerataException if a kernel fails; its cause is attached, and the message says whether variables may be half written
     */
    public void run() {
        if (program.plan().checked()) {
            checkGiven();
        }
        Failure f;
        try {
            f = program.derived().refresh(derivedKernels);
            if (f == null) {
                for (Variable v : writes) {
                    v.beforeWrite();
                }
                f = Team.run(kernels, program.plan().derivedPhases());
            }
        } finally {
            Reference.reachabilityFence(this);
        }
        if (f != null) {
            if (f.phase() >= firstCommit) {
                throw new BrokenStateException(
                        "A kernel failed while variables were being written; they may be half updated and must be set again.",
                        f.cause());
            }
            if (f.cause() instanceof KerataException e) {
                throw e;
            }
            throw new KerataException(
                    "A kernel failed before any variable was written: "
                            + f.cause().getMessage(),
                    f.cause());
        }
    }

    private void checkGiven() {
        for (int i = 0; i < arguments.length; i++) {
            CheckedKernel.check(arguments[i], program.plan().arguments().get(i).name());
        }
        for (Variable v : reads) {
            CheckedKernel.check(v.storage(), "variable \"" + v.name() + "\"");
        }
    }

    private Storage storage(Operand o) {
        Value v = o.value();
        return switch (v.place()) {
            case ARENA, ARGUMENT ->
                new Storage(
                        v.isDerived() ? program.derived().memory() : arena,
                        v.offset(0) + o.offset() * o.dtype().bytes(),
                        o.dtype(),
                        o.shape());
            case VARIABLE -> of(v.variable() == null ? null : v.variable().storage(), o);
            case CONSTANT -> of(v.constant(), o);
        };
    }

    private static Storage of(@Nullable Storage s, Operand o) {
        if (s == null) {
            throw new IllegalStateException("A value without memory.");
        }
        return new Storage(s.buffer(), s.offset() + o.offset() * o.dtype().bytes(), o.dtype(), o.shape());
    }
}
