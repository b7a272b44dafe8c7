package org.kerata.autodiff.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;

/** Records the bodies of loops and branches. */
public final class Bodies {
    /** Constants made in a body stay in it, where the compiler sees them, unless they are larger than this. */
    private static final int KEPT_ELEMENTS = 4096;

    private Bodies() {}

    /**
     * A recorded body.
     *
     * @param graph what it does; its parameters are the arguments, and behind them what it takes from outside
     * @param captured what it takes from outside
     */
    public record Closed(Subgraph graph, List<Tensor> captured) {}

    /**
     * Runs the body of a loop on placeholders and records what it does. What is the same in every step is left outside.
     *
     * @param op the name of the op, for messages
     * @param inputs the op's inputs, as far as they are known
     * @param specs types and shapes of the body's arguments
     */
    public static Closed loop(String op, List<Tensor> inputs, List<Spec> specs, UnaryOperator<List<Tensor>> body) {
        return close(op, inputs, specs, body, true);
    }

    /** Runs a branch and records what it does. */
    public static Closed branch(String op, Tensor predicate, Supplier<List<Tensor>> body) {
        return close(op, List.of(predicate), List.of(), none -> body.get(), false);
    }

    private static Closed close(
            String op, List<Tensor> inputs, List<Spec> specs, UnaryOperator<List<Tensor>> body, boolean loop) {
        boolean inGraph = inputs.stream().anyMatch(Tensor::isSymbolic);
        try (Trace trace = Trace.body(op, inGraph);
                Scope scope = Scope.enter(op)) {
            List<Tensor> own = new ArrayList<>();
            for (int i = 0; i < specs.size(); i++) {
                own.add(trace.placeholder("argument " + i, specs.get(i)));
            }
            List<Tensor> results = new ArrayList<>();
            for (Tensor t : body.apply(own)) {
                results.add(t instanceof Variable v ? v.read() : t);
            }
            Set<Node> dependent = dependent(own, results);
            Subgraph.Cut cut = Subgraph.cut(own, results, t -> {
                Node n = t.node();
                return n instanceof Constant c
                        ? !c.isMadeIn(trace) || c.value().size() > KEPT_ELEMENTS
                        : !dependent.contains(n) && (loop || n instanceof Leaf || !n.isMadeIn(trace));
            });
            return new Closed(cut.graph(), cut.captured());
        }
    }

    /** The nodes whose values differ from step to step. */
    private static Set<Node> dependent(List<Tensor> own, List<Tensor> results) {
        Set<Node> dependent = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Tensor t : own) {
            dependent.add(t.node());
        }
        for (Node n : Graphs.topological(results)) {
            for (Tensor t : n.inputs()) {
                if (dependent.contains(t.canonical().node())) {
                    dependent.add(n);
                    break;
                }
            }
        }
        return dependent;
    }

    /** The graph of a body with other inputs instead of those that it takes from outside, which must be among them. */
    public static Subgraph withInputs(Closed body, List<Tensor> captured) {
        List<Tensor> own = new ArrayList<>();
        for (Tensor t : captured) {
            int i = indexOf(body.captured(), t);
            own.add(
                    i < 0
                            ? new Placeholder("captured", t.spec()).output()
                            : body.graph().parameters().get(i));
        }
        return Subgraph.of(own, body.graph().outputs());
    }

    private static int indexOf(List<Tensor> list, Tensor t) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) == t) {
                return i;
            }
        }
        return -1;
    }
}
