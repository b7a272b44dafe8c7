package org.kerata.autodiff.internal.compile;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.internal.run.Binding;
import org.kerata.autodiff.internal.run.Kernel;

/**
 * One unit of a program: reads operands, writes operands, in one or more slices. A task first chooses its cut, then prepares what all
 * instances of the program share (primitives), and is bound once for each instance and slice.
 */
public abstract class Task {
    private final String name;
    private final String scope;
    private final List<Operand> inputs;
    private final List<Operand> outputs;
    private Region[][] reads = {};
    private Region[][] writes = {};
    private int phase;

    /** A task that reads and writes these. */
    protected Task(String name, String scope, List<Operand> inputs, List<Operand> outputs) {
        this.name = name;
        this.scope = scope;
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
    }

    /** What it computes, for people. */
    public String name() {
        return name;
    }

    /** The layers it comes from. */
    public String scope() {
        return scope;
    }

    /** What it reads. */
    public final List<Operand> inputs() {
        return inputs;
    }

    /** What it writes. */
    public final List<Operand> outputs() {
        return outputs;
    }

    /** About how many floating-point operations or element accesses it takes. */
    public long work() {
        long n = 0;
        for (Operand o : inputs) {
            n += o.size();
        }
        for (Operand o : outputs) {
            n += o.size();
        }
        return n;
    }

    /** Chooses what each slice reads and writes. All producers have chosen already. */
    public abstract void cut(int slices);

    /** Creates what the instances share and says how much scratch memory each slice needs, in bytes. */
    public long prepare(int slice) {
        return 0;
    }

    /** The work of one slice on the memory of one instance; null if the slice has none. */
    public abstract @Nullable Kernel bind(Binding binding, int slice);

    /**
     * The work of one slice in each of the phases that the task spans, with what the instance puts around it.
     *
     * @return one kernel for each phase from the task's first on, or fewer
     */
    public List<Kernel> kernels(Binding binding, int slice) {
        Kernel k = bind(binding, slice);
        return k == null ? List.of() : List.of(binding.wrap(this, slice, k));
    }

    /** How many phases the task goes through, known once it is cut. */
    public int span() {
        return 1;
    }

    /** How much scratch memory the slices share, in bytes, known once each is prepared. */
    public long sharedScratch() {
        return 0;
    }

    /** The tasks of the bodies that it runs, by their names for people. */
    public Map<String, List<Task>> bodies() {
        return Map.of();
    }

    /** What of it is the work of oneDNN, as a task with the same memory; null if nothing is. */
    public @Nullable Task primitivesAlone() {
        return isPrimitive() ? this : null;
    }

    /** Whether a slice touches nothing of an input but what it says it reads, and asks the binding for just that. */
    public boolean staysWithin(int input) {
        return false;
    }

    /** Whether a slice touches nothing of its outputs but what it says it writes, and asks the binding for just that. */
    public boolean staysWithin() {
        return false;
    }

    /**
     * The input in whose memory an output may be made, because each slice reads an element of the input, and nothing else does later, before
     * it writes the same element of the output; negative if there is none.
     */
    public int takesOver(int output) {
        return -1;
    }

    /** Whether it is the work of oneDNN. */
    public boolean isPrimitive() {
        return false;
    }

    /** Which implementation computes it, for people. */
    public String implementation() {
        return "java";
    }

    /** Frees what {@link #prepare} created. */
    public void release() {}

    // ---- cuts ----

    /** Starts to record a cut into so many slices. */
    protected final void cutInto(int slices) {
        reads = new Region[inputs.size()][slices];
        writes = new Region[outputs.size()][slices];
        for (Region[] r : reads) {
            java.util.Arrays.fill(r, Region.NONE);
        }
        for (Region[] r : writes) {
            java.util.Arrays.fill(r, Region.NONE);
        }
    }

    /** Slice 0 does everything. */
    protected final void uncut(int slices) {
        cutInto(slices);
        for (int i = 0; i < inputs.size(); i++) {
            reads[i][0] = inputs.get(i).all();
        }
        for (int i = 0; i < outputs.size(); i++) {
            writes[i][0] = outputs.get(i).all();
        }
    }

    /** Every slice does everything, each for itself; the outputs get a copy for each slice. */
    protected final void replicate(int slices) {
        if (outputs.stream().anyMatch(o -> o.value().isOutside())) {
            uncut(slices);
            return;
        }
        cutInto(slices);
        for (int s = 0; s < slices; s++) {
            for (int i = 0; i < inputs.size(); i++) {
                reads[i][s] = inputs.get(i).all();
            }
            for (int i = 0; i < outputs.size(); i++) {
                writes[i][s] = outputs.get(i).all();
            }
        }
        for (Operand o : outputs) {
            o.value().replicate();
        }
    }

    /** Says what a slice reads of an input. */
    protected final void reads(int input, int slice, Region r) {
        reads[input][slice] = r;
    }

    /** Says what a slice writes of an output. */
    protected final void writes(int output, int slice, Region r) {
        writes[output][slice] = r;
    }

    /** What a slice reads of an input. */
    public final Region reads(int input, int slice) {
        return reads[input][slice];
    }

    /** What a slice writes of an output. */
    public final Region writes(int output, int slice) {
        return writes[output][slice];
    }

    /** Whether a slice has something to do. */
    public boolean isActive(int slice) {
        for (Region[] w : writes) {
            if (!w[slice].isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** The number of slices that have something to do. */
    public final int activeSlices() {
        int n = 0;
        for (int s = 0; writes.length > 0 && s < writes[0].length; s++) {
            n += isActive(s) ? 1 : 0;
        }
        return n;
    }

    /** The phase in which it runs, or begins. */
    public final int phase() {
        return phase;
    }

    /** The last phase in which it runs. */
    public final int lastPhase() {
        return phase + span() - 1;
    }

    /** How many phases the tasks take. */
    public static int phases(List<Task> tasks) {
        int last = -1;
        for (Task t : tasks) {
            last = Math.max(last, t.lastPhase());
        }
        return last + 1;
    }

    final void phase(int p) {
        this.phase = p;
    }

    /** Whether it checks what it is given, and so may fail. */
    public boolean failsOnData() {
        return false;
    }

    /** Whether it writes a variable. */
    public final boolean commits() {
        for (Operand o : outputs) {
            if (o.value().place() == Value.Place.VARIABLE) {
                return true;
            }
        }
        return false;
    }
}
