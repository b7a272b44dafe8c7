package org.kerata.autodiff.internal.compile;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.memory.Storage;

/** A stretch of memory that a program reads or writes: in the arena, in an argument's slot, a variable's or a constant's own. */
public final class Value {
    /** Where the memory is. */
    public enum Place {
        /** In the instance's arena; the memory plan says where. */
        ARENA,
        /** A slot of the arena that the caller fills before each run. */
        ARGUMENT,
        /** The variable's own memory. */
        VARIABLE,
        /** Fixed memory of the program. */
        CONSTANT
    }

    private final String name;
    private final Spec spec;
    private final Place place;
    private final @Nullable Variable variable;
    private final @Nullable Storage constant;
    private final List<Task> readers = new ArrayList<>();
    private @Nullable Task producer;
    private boolean kept;
    private boolean replicated;
    private boolean derived;
    private boolean outside;
    private boolean fixed;
    private long @Nullable [] parts;
    private long @Nullable [] offsets;

    private Value(String name, Spec spec, Place place, @Nullable Variable variable, @Nullable Storage constant) {
        this.name = name;
        this.spec = spec;
        this.place = place;
        this.variable = variable;
        this.constant = constant;
    }

    /** A buffer of the arena. */
    public static Value arena(String name, Spec spec) {
        return new Value(name, spec, Place.ARENA, null, null);
    }

    /** A slot for an argument. */
    public static Value argument(String name, Spec spec) {
        Value v = new Value(name, spec, Place.ARGUMENT, null, null);
        v.keep();
        return v;
    }

    /** The memory of a variable. */
    public static Value variable(Variable v) {
        return new Value(v.name(), v.spec(), Place.VARIABLE, v, null);
    }

    /** The memory of a constant. */
    public static Value constant(Storage s) {
        return new Value("constant", new Spec(s.dtype(), s.shape()), Place.CONSTANT, null, s);
    }

    /** A name for people. */
    public String name() {
        return name;
    }

    /** Element type and shape of one copy. */
    public Spec spec() {
        return spec;
    }

    /** The number of elements of one copy. */
    public long size() {
        return spec.shape().size();
    }

    /** The number of bytes of one copy. */
    public long bytes() {
        return size() * spec.dtype().bytes();
    }

    /** Where the memory is. */
    public Place place() {
        return place;
    }

    /** The variable whose memory it is. */
    public @Nullable Variable variable() {
        return variable;
    }

    /** The storage of a constant. */
    public @Nullable Storage constant() {
        return constant;
    }

    /** The task that writes it (for a variable: before it is changed, nobody). */
    public @Nullable Task producer() {
        return producer;
    }

    void producedBy(Task task) {
        this.producer = task;
    }

    /** The tasks that read it. */
    public List<Task> readers() {
        return readers;
    }

    /** Whether it must survive until the end of the run. */
    public boolean isKept() {
        return kept;
    }

    void keep() {
        this.kept = true;
    }

    /** Whether it changes only when variables do, and lies in the memory that all instances of a program share. */
    public boolean isDerived() {
        return derived;
    }

    void derive() {
        this.derived = true;
    }

    /** Whether the memory is not the plan's own: what a body gets from and gives to the task that runs it. */
    public boolean isOutside() {
        return outside;
    }

    void toOutside() {
        this.outside = true;
    }

    /** Whether it is the same in every step of a body. */
    boolean isFixed() {
        return fixed;
    }

    void fix() {
        this.fixed = true;
    }

    /** Whether every slice has a copy of its own. */
    public boolean isReplicated() {
        return replicated;
    }

    void replicate() {
        this.replicated = true;
    }

    /**
     * Gives each slice a part of its own, which no other slice touches, so that the parts need not lie side by side.
     *
     * @param starts the first element of each slice's part, and behind them the number of elements
     */
    void divide(long[] starts) {
        this.parts = starts;
    }

    /** Whether each slice has a part of its own. */
    public boolean isDivided() {
        return parts != null;
    }

    /** The first element of a slice's own part; 0 if there are no parts. */
    public long start(int slice) {
        long[] p = parts;
        return p == null ? 0 : p[slice];
    }

    /** Places the copies in the arena. */
    void place(long[] at) {
        this.offsets = at;
    }

    /** Where in the arena the copy of a slice begins, in bytes. */
    public long offset(int slice) {
        long[] at = offsets;
        if (at == null) {
            throw new IllegalStateException(name + " has no place in the arena.");
        }
        return at[replicated || parts != null ? slice : 0];
    }

    @Override
    public String toString() {
        return name + " " + spec;
    }
}
