package org.kerata.autodiff;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.Lock;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.run.Instance;
import org.kerata.autodiff.internal.run.Program;

/**
 * A compiled function at work on arguments of fixed types and shapes: one program with memory of its own. Arguments are written straight
 * into its slots, results are read straight from theirs, and a run allocates nothing. What a training loop holds on to.
 *
 * <p>For one thread at a time. Views of slots are valid while the session is reachable.
 */
public final class Session implements AutoCloseable {
    private final Program program;
    private final Instance instance;
    private final Lock lock;
    private final Engine.Settings settings = Engine.settings();
    private final Spec[] outputs;
    private boolean closed;

    Session(Program program, Lock lock) {
        this.program = program;
        this.lock = lock;
        this.outputs = program.plan().outputs().stream()
                .map(o -> new Spec(o.dtype(), o.shape()))
                .toArray(Spec[]::new);
        this.instance = program.acquire();
    }

    /** The slot of an argument, to be filled before {@link #run}. */
    public ByteBuffer argument(int i) {
        return instance.argumentView(i);
    }

    /** How many results there are. */
    public int outputs() {
        return outputs.length;
    }

    /** Type and shape of a result. */
    public Spec outputSpec(int i) {
        return outputs[i];
    }

    /** A result, valid until the next run. */
    public ByteBuffer output(int i) {
        return instance.outputView(i);
    }

    /** A copy of a result. */
    public Tensor result(int i) {
        return Tensor.of(instance.output(i));
    }

    /**
     * Runs the program on what is in the slots, under the function's lock.
     *
     * @throws KerataException if a kernel fails, or the session is closed
     */
    public void run() {
        if (closed) {
            throw new KerataException("Session: it is closed. Open another.");
        }
        lock.lock();
        try {
            instance.run();
        } finally {
            lock.unlock();
            Reference.reachabilityFence(this);
        }
    }

    /** Whether the engine's settings have changed since the session was opened, so that another would run another program. */
    public boolean isStale() {
        return !settings.equals(Engine.settings());
    }

    /** Gives the memory back to the program's pool. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            program.release(instance);
        }
    }
}
