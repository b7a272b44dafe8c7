package org.kerata.autodiff.internal.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_set_data_handle;

import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.javacpp.Pointer;
import org.kerata.autodiff.internal.run.Worker;

/** A primitive whose first arguments move on from call to call: equally laid out parts of larger tensors, one after the other. */
public final class MovableExecution {
    private final Execution execution;
    private final dnnl_memory[] memories;
    private final Place[] places;

    /**
     * The first arguments of an execution become movable.
     *
     * @param bases where they are counted from
     */
    public MovableExecution(Execution execution, Pointer... bases) {
        this.execution = execution;
        this.memories = new dnnl_memory[bases.length];
        this.places = new Place[bases.length];
        for (int i = 0; i < bases.length; i++) {
            memories[i] = execution.memory(i);
            places[i] = new Place(bases[i].address());
        }
    }

    /** Puts an argument so many bytes behind its base. */
    public MovableExecution at(int argument, long bytes) {
        Place p = places[argument];
        p.move(bytes);
        Dnnl.check(dnnl_memory_set_data_handle(memories[argument], p), "to move an argument");
        return this;
    }

    /** Runs with the arguments where they are now. */
    public void run(Worker w) {
        execution.run(w);
    }

    /** An address that can be changed. */
    private static final class Place extends Pointer {
        private final long base;

        Place(long base) {
            super((Pointer) null);
            this.base = base;
            this.address = base;
        }

        void move(long bytes) {
            this.address = base + bytes;
        }
    }
}
