package org.kerata.autodiff.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;

/**
 * Records a function of tensors while it runs once on placeholders: its arguments, what it reads from variables and what it assigns to
 * them. Assignments take effect within the trace in written order, and in the variables when the compiled program commits.
 *
 * <p>The body of a loop or a branch is recorded too, so that values cannot be read in it. It has no variables of its own: what it reads is
 * read where the loop stands, and it assigns none.
 */
public final class Trace implements AutoCloseable {
    private static final ThreadLocal<@Nullable Trace> CURRENT = new ThreadLocal<>();

    private static final AtomicLong IDS = new AtomicLong();

    private final @Nullable Trace outer;
    private final @Nullable String body;
    private final boolean inGraph;
    private final long id = IDS.incrementAndGet();
    private final List<Tensor> placeholders = new ArrayList<>();
    private final Map<Variable, Tensor> reads = new LinkedHashMap<>();
    private final Map<Variable, Tensor> values = new LinkedHashMap<>();
    private final Map<Variable, Tensor> writes = new LinkedHashMap<>();

    private Trace(@Nullable Trace outer, @Nullable String body, boolean inGraph) {
        this.outer = outer;
        this.body = body;
        this.inGraph = inGraph;
    }

    /** Starts to record on this thread until the result is closed. */
    public static Trace begin() {
        return begin(new Trace(CURRENT.get(), null, false));
    }

    /**
     * Starts to record the body of a loop or a branch.
     *
     * @param op the name of the op, for messages
     * @param inGraph whether the op's inputs are symbolic, so that it will be part of a graph that is replayed
     */
    public static Trace body(String op, boolean inGraph) {
        return begin(new Trace(CURRENT.get(), op, inGraph));
    }

    private static Trace begin(Trace t) {
        CURRENT.set(t);
        return t;
    }

    /** A number for the trace that records on this thread; 0 if there is none. */
    static long currentId() {
        Trace t = CURRENT.get();
        return t == null ? 0 : t.id;
    }

    /** A number that no other trace has. */
    long id() {
        return id;
    }

    /** Whether a variable stands for its value when a program runs, not for the one that it has now. */
    public static boolean defersReads() {
        Trace t = CURRENT.get();
        return t != null && (t.recording() != null || t.inGraph);
    }

    /** The innermost trace of a function, around any bodies. */
    private @Nullable Trace recording() {
        Trace t = this;
        while (t != null && t.body != null) {
            t = t.outer;
        }
        return t;
    }

    /** The trace that records on this thread, if any. */
    public static @Nullable Trace current() {
        return CURRENT.get();
    }

    /** A new argument. */
    public Tensor placeholder(String name, Spec spec) {
        Tensor t = new Placeholder(name, spec).output();
        placeholders.add(t);
        return t;
    }

    /** The arguments so far. */
    public List<Tensor> placeholders() {
        return placeholders;
    }

    /** The variable's value at this point of the trace. */
    public Tensor read(Variable variable) {
        Trace function = recording();
        if (function != null && function != this) {
            return function.read(variable);
        }
        if (function == null && !inGraph) {
            return variable.readNow();
        }
        Tensor now = values.get(variable);
        if (now == null) {
            now = new Read(variable, true).output();
            reads.put(variable, now);
            values.put(variable, now);
        }
        return now;
    }

    /** Gives the variable another value from this point on. */
    public void assign(Variable variable, Tensor value) {
        if (body != null) {
            throw new KerataException(body + ": the variable \"" + variable.name()
                    + "\" is assigned inside of the body, which would happen once, while it is traced. Return the value from the body and"
                    + " assign it after " + body + ".");
        }
        read(variable);
        values.put(variable, value);
        writes.put(variable, value);
    }

    /** For each variable that was read or assigned, the node for its value at the start. */
    public Map<Variable, Tensor> reads() {
        return reads;
    }

    /** For each variable that was assigned, its value at the end. */
    public Map<Variable, Tensor> writes() {
        return writes;
    }

    @Override
    public void close() {
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
    }
}
