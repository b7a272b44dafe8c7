package org.kerata.autodiff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.graph.Trace;
import org.kerata.autodiff.internal.compile.Compiler;
import org.kerata.autodiff.internal.compile.Traced;
import org.kerata.autodiff.internal.memory.Storage;
import org.kerata.autodiff.internal.run.Instance;
import org.kerata.autodiff.internal.run.Program;

/**
 * A function from tensors to tensors that runs as one program: it is traced once for each combination of argument shapes and types, and
 * the program is kept. The function may read and {@linkplain Variable#assign assign} variables; assignments are committed together at the
 * end of a call, or not at all. Its Java side effects happen once, while tracing. What {@code tf.function} is to Keras.
 *
 * <p>Calls may come from several threads; those that assign variables run one after another.
 */
public final class Compiled {
    private static final int CACHED_PROGRAMS = 64;

    private final Function function;
    private final ReentrantReadWriteLock lock;
    private final Map<Signature, Program> programs = new LinkedHashMap<>(8, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Signature, Program> eldest) {
            return size() > CACHED_PROGRAMS;
        }
    };

    private record Signature(List<Spec> arguments, Engine.Settings settings) {}

    /** A function of any number of tensors. */
    public interface Function {
        /** The results. */
        List<Tensor> of(List<Tensor> arguments);
    }

    /** A function of one tensor. */
    public interface Function1 {
        /** The result. */
        Tensor of(Tensor x);
    }

    /** A function of two tensors. */
    public interface Function2 {
        /** The result. */
        Tensor of(Tensor x, Tensor y);
    }

    /** A function of three tensors. */
    public interface Function3 {
        /** The result. */
        Tensor of(Tensor x, Tensor y, Tensor z);
    }

    private Compiled(Function function, ReentrantReadWriteLock lock) {
        this.function = function;
        this.lock = lock;
    }

    /** Compiles a function of one tensor. */
    public static Compiled of(Function1 f) {
        return ofList(in -> List.of(f.of(one(in, 0, 1))));
    }

    /** Compiles a function of two tensors. */
    public static Compiled of(Function2 f) {
        return ofList(in -> List.of(f.of(one(in, 0, 2), one(in, 1, 2))));
    }

    /** Compiles a function of three tensors. */
    public static Compiled of(Function3 f) {
        return ofList(in -> List.of(f.of(one(in, 0, 3), one(in, 1, 3), one(in, 2, 3))));
    }

    /** Compiles a function of any number of tensors. */
    public static Compiled ofList(Function f) {
        return new Compiled(f, new ReentrantReadWriteLock());
    }

    /** The same function under a lock that others share: functions that assign a model's variables exclude those that read them. */
    public Compiled under(ReentrantReadWriteLock shared) {
        return new Compiled(function, shared);
    }

    /** Runs the function and returns its only (or first) result. */
    public Tensor run(Tensor... arguments) {
        return runAll(List.of(arguments)).get(0);
    }

    /** Runs the function and returns its results. */
    public List<Tensor> runAll(List<Tensor> arguments) {
        Tensor.evaluate(arguments);
        List<Spec> specs = new ArrayList<>();
        for (Tensor t : arguments) {
            specs.add(t.spec());
        }
        Program program = program(specs);
        return run(program, in -> fill(in, arguments));
    }

    private List<Tensor> run(Program program, java.util.function.Consumer<Instance> fill) {
        List<Tensor> results = new ArrayList<>();
        call(program, fill, in -> {
            for (int i = 0; i < program.plan().outputs().size(); i++) {
                Storage s = in.output(i);
                results.add(Tensor.of(s));
            }
        });
        return results;
    }

    /**
     * Runs a program of this function under its lock. For the modules above: arguments are written straight into their slots, results
     * read straight from theirs.
     */
    public void call(
            Program program, java.util.function.Consumer<Instance> fill, java.util.function.Consumer<Instance> read) {
        Instance in = program.acquire();
        try {
            fill.accept(in);
            Lock l = program.plan().writes().isEmpty() ? lock.readLock() : lock.writeLock();
            l.lock();
            try {
                in.run();
            } finally {
                l.unlock();
            }
            read.accept(in);
        } finally {
            program.release(in);
        }
    }

    /** The program for arguments of these types and shapes, traced and compiled now if it is not there yet. */
    public Program program(List<Spec> arguments) {
        Signature key = new Signature(List.copyOf(arguments), Engine.settings());
        synchronized (programs) {
            Program p = programs.get(key);
            if (p == null) {
                p = Compiler.compile(trace(arguments));
                programs.put(key, p);
            }
            return p;
        }
    }

    /** The function at work on arguments of these types and shapes, compiled now if it has not been. */
    public Session open(List<Spec> arguments) {
        Program p = program(arguments);
        return new Session(p, p.plan().writes().isEmpty() ? lock.readLock() : lock.writeLock());
    }

    /**
     * A session that runs nothing but the oneDNN primitives of the function's program, on whatever is in memory: how fast they are alone
     * is a floor for the whole. For benchmarks.
     */
    public Session openPrimitives(List<Spec> arguments) {
        return new Session(program(arguments).primitivesAlone(), lock.readLock());
    }

    /**
     * For people: how long each task of the program takes on these arguments, slowest first. Runs the function so often, with all its
     * assignments.
     */
    public String profile(int runs, Tensor... arguments) {
        Tensor.evaluate(List.of(arguments));
        List<Spec> specs = new ArrayList<>();
        for (Tensor t : arguments) {
            specs.add(t.spec());
        }
        Lock l = lock.writeLock();
        l.lock();
        try {
            return program(specs).profile(in -> fill(in, List.of(arguments)), runs);
        } finally {
            l.unlock();
        }
    }

    private static void fill(Instance in, List<Tensor> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            in.argument(i).copyFrom(arguments.get(i).value());
        }
    }

    /** For people: the program that runs for arguments like these. */
    public String describe(Tensor... arguments) {
        List<Spec> specs = new ArrayList<>();
        for (Tensor t : arguments) {
            specs.add(t.spec());
        }
        return describe(specs);
    }

    /** For people: the program that runs for arguments of these types and shapes. */
    public String describe(List<Spec> arguments) {
        return program(arguments).describe();
    }

    private Traced trace(List<Spec> arguments) {
        try (Trace trace = Trace.begin()) {
            List<Tensor> in = new ArrayList<>();
            for (int i = 0; i < arguments.size(); i++) {
                in.add(trace.placeholder("argument " + i, arguments.get(i)));
            }
            List<Tensor> results = new ArrayList<>();
            for (Tensor t : function.of(in)) {
                results.add(t instanceof Variable v ? v.read() : t);
            }
            return new Traced(in, results, trace.writes());
        }
    }

    private static Tensor one(List<Tensor> in, int i, int expected) {
        if (in.size() != expected) {
            throw new ShapeException(
                    "Compiled: the function takes " + expected + " arguments. Received: " + in.size() + ".");
        }
        return in.get(i);
    }
}
