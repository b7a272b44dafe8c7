package org.kerata.autodiff.internal.run;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kerata.autodiff.Engine;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Constant;
import org.kerata.autodiff.graph.Graphs;
import org.kerata.autodiff.graph.Node;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.graph.Placeholder;
import org.kerata.autodiff.graph.Read;
import org.kerata.autodiff.graph.Scope;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.graph.Trace;
import org.kerata.autodiff.internal.compile.Compiler;
import org.kerata.autodiff.internal.compile.Traced;
import org.kerata.autodiff.internal.memory.Storage;

/**
 * Gives lazy tensors their values. The graph behind them becomes a program whose leaves are arguments; programs are cached by the graph's
 * structure, so that a loop which builds the same expression again compiles once.
 */
public final class Evaluator {
    private static final int CACHED_PROGRAMS = 256;
    private static final long KEPT_ARENA = 4 << 20;

    private static final Map<List<Object>, Program> CACHE = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Object>, Program> eldest) {
            return size() > CACHED_PROGRAMS;
        }
    };

    private Evaluator() {}

    /** The value of one tensor. */
    public static Storage value(Tensor t) {
        values(List.of(t));
        return t.node() instanceof Constant c ? c.value() : t.value();
    }

    /** Computes and stores the values of several tensors in one program. */
    public static void values(List<Tensor> tensors) {
        List<Tensor> wanted = new ArrayList<>();
        for (Tensor t : tensors) {
            if (t.isSymbolic()) {
                throw unreadable(t);
            }
            if (!(t.node() instanceof Constant) && !wanted.contains(t)) {
                wanted.add(t);
            }
        }
        if (wanted.isEmpty()) {
            return;
        }
        Key key = key(wanted);
        Program program;
        synchronized (CACHE) {
            program = CACHE.get(key.structure);
        }
        if (program == null) {
            program = compile(key);
            synchronized (CACHE) {
                CACHE.put(key.structure, program);
            }
        }
        Instance in = program.acquire();
        try {
            for (int i = 0; i < key.leaves.size(); i++) {
                in.argument(i).copyFrom(leaf(key.leaves.get(i)));
            }
            in.run();
            for (int i = 0; i < wanted.size(); i++) {
                wanted.get(i).settle(in.output(i));
            }
        } finally {
            program.release(in);
        }
        if (program.plan().arenaBytes() > KEPT_ARENA) {
            program.trim();
        }
    }

    /** Another thread may give a tensor its value while the graph is walked; then the walk begins again. */
    private static Key key(List<Tensor> wanted) {
        while (true) {
            try {
                return new Key(wanted);
            } catch (Moved e) {
                Thread.onSpinWait();
            }
        }
    }

    private static Storage leaf(Tensor t) {
        Node n = t.node();
        if (n instanceof Constant c) {
            return c.value();
        }
        if (n instanceof Read r) {
            synchronized (r.variable()) {
                return t.node() instanceof Constant settled
                        ? settled.value()
                        : r.variable().storage().copy();
            }
        }
        throw new IllegalStateException("Not a leaf: " + n.name());
    }

    private static Program compile(Key key) {
        Map<Tensor, Tensor> stand = new IdentityHashMap<>();
        List<Tensor> arguments = new ArrayList<>();
        List<Tensor> outputs = new ArrayList<>();
        for (Node n : key.order) {
            if (!(n instanceof OpNode op)) {
                Tensor p = new Placeholder("leaf", n.output().spec()).output();
                arguments.add(p);
                stand.put(n.output(), p);
                continue;
            }
            List<Tensor> in = new ArrayList<>();
            for (Tensor t : op.inputs()) {
                in.add(key.at(stand, t));
            }
            try (Scope s = Scope.as(op.scope())) {
                List<Tensor> made = Op.replay(op, in);
                for (int i = 0; i < made.size(); i++) {
                    stand.put(op.outputs().get(i), made.get(i));
                }
            }
        }
        for (Tensor t : key.wanted) {
            outputs.add(key.at(stand, t));
        }
        return Compiler.compile(new Traced(arguments, outputs, Map.of()));
    }

    private static KerataException unreadable(Tensor t) {
        if (Trace.current() != null) {
            return new KerataException(
                    "The value of " + t.spec() + " made by \"" + t.node().name()
                            + "\" was read while a function is being traced, when it has none. Use Ops.where or Ops.cond to choose, Ops.scan to repeat,"
                            + " or compile with runEagerly(true)."
                            + (Scope.current().isEmpty() ? "" : " In layer \"" + Scope.current() + "\"."));
        }
        return new KerataException(
                "The tensor " + t.spec() + " made by \"" + t.node().name()
                        + "\" is symbolic: it stands for a place in a model's graph and has no value. Use model.predict to compute.");
    }

    /** A tensor was given its value in the middle of a walk. */
    private static final class Moved extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Moved() {
            super(null, null, false, false);
        }
    }

    /** The structure of a graph, comparable by value, with its leaves in order. */
    private static final class Key {
        final List<Tensor> wanted;
        final List<Node> order;
        final List<Tensor> leaves = new ArrayList<>();
        final List<Object> structure = new ArrayList<>();

        Key(List<Tensor> wanted) {
            this.wanted = wanted;
            this.order = Graphs.topological(wanted);
            structure.add(Engine.settings());
            Map<Tensor, Integer> number = new IdentityHashMap<>();
            for (Node n : order) {
                if (n instanceof OpNode op) {
                    structure.add(op.op());
                    structure.add(op.attributes());
                    for (Tensor t : op.inputs()) {
                        structure.add(number(number, t));
                    }
                } else {
                    Spec s = n.output().spec();
                    structure.add(s);
                    leaves.add(n.output());
                }
                for (Tensor t : n.outputs()) {
                    number.put(t, number.size());
                }
            }
            for (Tensor t : wanted) {
                structure.add(number(number, t));
            }
        }

        /** What stands for a tensor, as the walk saw it: perhaps by the node that made it, perhaps by its value. */
        Tensor at(Map<Tensor, Tensor> stand, Tensor t) {
            Tensor s = stand.get(t);
            Tensor now = s != null ? s : stand.get(t.canonical());
            if (now == null) {
                throw new IllegalStateException("Nothing stands for " + t + ".");
            }
            return now;
        }

        private static Integer number(Map<Tensor, Integer> numbers, Tensor t) {
            Integer n = numbers.get(t.canonical());
            if (n == null) {
                throw new Moved();
            }
            return n;
        }
    }
}
