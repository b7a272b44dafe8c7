package org.kerata.autodiff.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;

/**
 * Records a function of tensors while it runs once on placeholders: its arguments, what it reads from variables and what it assigns to
 * them. Assignments take effect within the trace in written order, and in the variables when the compiled program commits.
 */
public final class Trace implements AutoCloseable {
    private static final ThreadLocal<@Nullable Trace> CURRENT = new ThreadLocal<>();

    private final @Nullable Trace outer;
    private final List<Tensor> placeholders = new ArrayList<>();
    private final Map<Variable, Tensor> reads = new LinkedHashMap<>();
    private final Map<Variable, Tensor> values = new LinkedHashMap<>();
    private final Map<Variable, Tensor> writes = new LinkedHashMap<>();

    private Trace(@Nullable Trace outer) {
        this.outer = outer;
    }

    /** Starts to record on this thread until the result is closed. */
    public static Trace begin() {
        Trace t = new Trace(CURRENT.get());
        CURRENT.set(t);
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
