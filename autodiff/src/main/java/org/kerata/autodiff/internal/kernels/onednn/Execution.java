package org.kerata.autodiff.internal.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_scratchpad_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.internal.run.Kernel;
import org.kerata.autodiff.internal.run.Worker;

/**
 * A primitive on fixed memory: its argument array is made once. Holds the primitive and everything that the array points to; the memory
 * itself is held by whoever owns the arena.
 */
public final class Execution implements Kernel {
    private final Primitive owner;
    private final dnnl_primitive primitive;
    private final dnnl_exec_arg_t arguments;
    private final List<dnnl_memory> memories;
    private final int count;

    private Execution(Primitive owner, dnnl_exec_arg_t arguments, List<dnnl_memory> memories) {
        this.owner = owner;
        this.primitive = owner.primitive();
        this.arguments = arguments;
        this.memories = memories;
        this.count = memories.size();
        Dnnl.CLEANER.register(this, () -> memories.forEach(m -> dnnl_memory_destroy(m)));
    }

    /** Starts to collect the arguments of a primitive. */
    public static Builder of(Primitive p) {
        return new Builder(p);
    }

    /** The memory of an argument, counted in the order in which they were given. */
    dnnl_memory memory(int argument) {
        return memories.get(argument);
    }

    @Override
    public void run(Worker w) {
        int status = dnnl_primitive_execute(primitive, w.stream(), count, arguments);
        if (status != dnnl_success) {
            throw new KerataException("oneDNN failed in " + owner.implementation() + " with status " + status
                    + "; it has " + memories.size() + " arguments.");
        }
    }

    /** Collects arguments. */
    public static final class Builder {
        private final Primitive primitive;
        private final List<Integer> slots = new ArrayList<>();
        private final List<dnnl_memory> memories = new ArrayList<>();

        private Builder(Primitive primitive) {
            this.primitive = primitive;
        }

        /** An argument in this layout at this place. */
        public Builder with(int slot, Layout layout, Pointer at) {
            if (layout.reach() > at.capacity()) {
                throw new IllegalStateException("Layout " + layout + " takes " + layout.reach() + " bytes, but only "
                        + at.capacity() + " are there.");
            }
            dnnl_memory m = new dnnl_memory();
            Dnnl.check(dnnl_memory_create(m, layout.md(), Dnnl.engine(), at), "memory for " + layout);
            slots.add(slot);
            memories.add(m);
            return this;
        }

        /** Scratch memory, if the primitive wants any. */
        public Builder scratch(@Nullable Pointer at) {
            return at == null || primitive.scratch() == 0
                    ? this
                    : with(DNNL_ARG_SCRATCHPAD, primitive.layout(dnnl_query_scratchpad_md, 0), at);
        }

        /** The kernel. */
        public Execution build() {
            dnnl_exec_arg_t args = new dnnl_exec_arg_t(slots.size());
            for (int i = 0; i < slots.size(); i++) {
                args.position(i);
                args.arg(slots.get(i));
                args.memory(memories.get(i));
            }
            args.position(0);
            return new Execution(primitive, args, memories);
        }
    }
}
