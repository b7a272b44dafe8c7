package org.kerata.layers;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.graph.Spec;

/**
 * Puts off the first values of the weights that are made on this thread while a model is loaded: its file is about to give them theirs, so
 * drawing them would be in vain. Until {@link #make} such weights are zero. What would have been drawn does not depend on when it is.
 */
public final class FirstValues implements AutoCloseable {
    private static final ThreadLocal<@Nullable FirstValues> CURRENT = new ThreadLocal<>();

    private final @Nullable FirstValues outer;
    private final Map<Variable, First> waiting = new IdentityHashMap<>();

    private record First(Supplier<Tensor> value, long version) {}

    private FirstValues(@Nullable FirstValues outer) {
        this.outer = outer;
    }

    /** Puts off first values on this thread from now until it is closed. */
    public static FirstValues later() {
        FirstValues f = new FirstValues(CURRENT.get());
        CURRENT.set(f);
        return f;
    }

    /** A weight with a first value, now or later. */
    static Variable variable(String name, Spec spec, boolean trainable, Supplier<Tensor> value) {
        FirstValues current = CURRENT.get();
        if (current == null) {
            return Variable.of(name, value.get(), trainable);
        }
        Variable v = Variable.zeros(name, spec.dtype(), spec.shape(), trainable);
        current.waiting.put(v, new First(value, v.version()));
        return v;
    }

    /** Makes the first values of all weights but those that got theirs otherwise: these ones, and what was assigned meanwhile. */
    public void make(Set<Variable> given) {
        waiting.forEach((v, first) -> {
            if (!given.contains(v) && v.version() == first.version) {
                v.assign(first.value.get());
            }
        });
        waiting.clear();
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
