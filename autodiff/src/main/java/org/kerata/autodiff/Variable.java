package org.kerata.autodiff;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.graph.Node;
import org.kerata.autodiff.graph.Read;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.graph.Trace;
import org.kerata.autodiff.internal.memory.Storage;

/**
 * A tensor whose value can be changed: a weight, an optimizer slot, a running mean, a metric's total, a random counter. Variables are the
 * only state there is. Using a variable in arithmetic means its value at that moment; a later {@link #assign} does not change what was
 * built before. Within a {@link Compiled} function, assignments take effect in written order and are committed together at the end of the
 * call, or not at all.
 */
public final class Variable extends Tensor {
    private static final AtomicLong IDS = new AtomicLong();

    private final long id = IDS.incrementAndGet();
    private final String name;
    private final boolean trainable;
    private final Storage storage;
    private long version;
    private @Nullable WeakReference<Tensor> reader;

    private Variable(String name, Storage storage, boolean trainable) {
        super(null, 0, new Spec(storage.dtype(), storage.shape()));
        this.name = name;
        this.storage = storage;
        this.trainable = trainable;
    }

    /** A trainable variable with this initial value. */
    public static Variable of(String name, Tensor initial) {
        return of(name, initial, true);
    }

    /** A variable with this initial value. */
    public static Variable of(String name, Tensor initial, boolean trainable) {
        return new Variable(name, initial.value().copy(), trainable);
    }

    /** A variable full of zeros. */
    public static Variable zeros(String name, DType dtype, Shape shape, boolean trainable) {
        return new Variable(name, Storage.allocate(dtype, shape), trainable);
    }

    /** A number that is larger for variables made later; unique in the process. */
    public long id() {
        return id;
    }

    /** The name, such as {@code kernel}. */
    public String name() {
        return name;
    }

    /** Whether optimizers change it. */
    public boolean isTrainable() {
        return trainable;
    }

    /** The value as it is now, as a tensor that later assignments do not change. */
    public Tensor read() {
        Trace trace = Trace.current();
        return trace != null ? trace.read(this) : readNow();
    }

    /** The value as it is now, whether or not a function is being traced. For {@link Trace}. */
    public Tensor readNow() {
        synchronized (this) {
            Tensor t = reader == null ? null : reader.get();
            if (t == null || !(t.node() instanceof Read)) {
                t = new Read(this, false).output();
                reader = new WeakReference<>(t);
            }
            return t;
        }
    }

    /**
     * Gives the variable a new value.
     *
     * @throws ShapeException if the shape or the element type differs
     */
    public void assign(Tensor value) {
        if (value.dtype() != dtype() || !value.shape().equals(shape())) {
            throw new ShapeException("Variable \"" + name + "\" holds " + spec() + ". Received: " + value.spec() + ".");
        }
        Trace trace = Trace.current();
        Tensor v = value instanceof Variable other ? other.read() : value;
        if (trace != null) {
            trace.assign(this, v);
            return;
        }
        Storage s = v.value();
        synchronized (this) {
            beforeWrite();
            storage.copyFrom(s);
        }
    }

    /** Adds to the variable. */
    public void assignAdd(Tensor value) {
        assign(plus(value));
    }

    /** Subtracts from the variable. */
    public void assignSub(Tensor value) {
        assign(minus(value));
    }

    /** The memory that holds the value for the whole life of the variable. For compiled programs. */
    public Storage storage() {
        return storage;
    }

    /** How often the variable has been written; derived values are recomputed when it changes. */
    public synchronized long version() {
        return version;
    }

    /** Must be called before the memory is written: hands the old value to tensors that still stand for it. */
    public synchronized void beforeWrite() {
        version++;
        WeakReference<Tensor> r = reader;
        if (r == null) {
            return;
        }
        reader = null;
        Tensor t = r.get();
        if (t != null && t.node() instanceof Read) {
            t.settle(storage.copy());
        }
    }

    @Override
    public Node node() {
        return read().node();
    }

    @Override
    public Tensor canonical() {
        return read().canonical();
    }

    @Override
    public boolean isSymbolic() {
        return Trace.defersReads();
    }

    /** A copy of the value as it is now. */
    @Override
    public Storage value() {
        Trace trace = Trace.current();
        if (trace != null) {
            return trace.read(this).value();
        }
        synchronized (this) {
            return storage.copy();
        }
    }

    @Override
    public String toString() {
        return "Variable(\"" + name + "\", " + spec() + ")";
    }
}
