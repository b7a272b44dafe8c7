package org.kerata.autodiff.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;

/**
 * A graph with nothing behind it but its parameters and constants: the body of a loop or a branch. Immutable, and equal to another of the
 * same structure, so that it can be an op's setting.
 */
public final class Subgraph {
    private final List<Tensor> parameters;
    private final List<Tensor> outputs;
    private final List<Node> order;
    private final Map<List<Spec>, Subgraph> others = new HashMap<>();
    private @Nullable List<Object> structure;

    private Subgraph(List<Tensor> parameters, List<Tensor> outputs) {
        this.parameters = List.copyOf(parameters);
        this.outputs = outputs.stream().map(Tensor::canonical).toList();
        this.order = Graphs.topological(this.outputs);
        for (Node n : order) {
            boolean own = !(n instanceof Leaf) || n instanceof Constant || this.parameters.contains(n.output());
            if (!own) {
                throw new IllegalStateException("The body of a loop or branch has a way out: " + n.name() + ".");
            }
        }
    }

    /** A graph whose leaves are parameters (placeholders) and constants. */
    public static Subgraph of(List<Tensor> parameters, List<Tensor> outputs) {
        return new Subgraph(parameters, outputs);
    }

    /** What stands for the inputs. */
    public List<Tensor> parameters() {
        return parameters;
    }

    /** The results. */
    public List<Tensor> outputs() {
        return outputs;
    }

    /** All nodes behind the outputs, each after those that it reads. */
    public List<Node> order() {
        return order;
    }

    /** Types and shapes of the parameters. */
    public List<Spec> specs() {
        return parameters.stream().map(Tensor::spec).toList();
    }

    /** The same nodes with other outputs. */
    public Subgraph withOutputs(List<Tensor> others) {
        return new Subgraph(parameters, others);
    }

    /** The same graph for inputs of these types and shapes; always the same object for the same ones. */
    public Subgraph at(List<Spec> specs) {
        if (specs.equals(specs())) {
            return this;
        }
        synchronized (others) {
            return others.computeIfAbsent(List.copyOf(specs), s -> {
                List<Tensor> fresh = placeholders(parameters, s);
                return new Subgraph(fresh, inline(fresh));
            });
        }
    }

    private static List<Tensor> placeholders(List<Tensor> like, List<Spec> specs) {
        List<Tensor> out = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            out.add(new Placeholder(like.get(i).node().name(), specs.get(i)).output());
        }
        return out;
    }

    /** The outputs for these inputs, as nodes of the surrounding graph. */
    public List<Tensor> inline(List<Tensor> inputs) {
        Map<Tensor, Tensor> stand = new IdentityHashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            stand.put(parameters.get(i), inputs.get(i));
        }
        replay(order, stand);
        return outputs.stream().map(t -> found(stand, t)).toList();
    }

    private static void replay(List<Node> order, Map<Tensor, Tensor> stand) {
        for (Node n : order) {
            if (stand.containsKey(n.outputs().get(0))) {
                continue;
            }
            if (n instanceof OpNode op) {
                List<Tensor> in = new ArrayList<>();
                for (Tensor t : op.inputs()) {
                    in.add(found(stand, t));
                }
                try (Scope s = Scope.as(op.scope())) {
                    List<Tensor> made = Op.replay(op, in);
                    for (int i = 0; i < made.size(); i++) {
                        stand.put(op.outputs().get(i), made.get(i));
                    }
                }
            } else {
                stand.put(n.output(), n.output());
            }
        }
    }

    private static Tensor found(Map<Tensor, Tensor> stand, Tensor t) {
        Tensor s = stand.get(t);
        Tensor now = s != null ? s : stand.get(t.canonical());
        if (now == null) {
            throw new IllegalStateException("Nothing stands for " + t + ".");
        }
        return now;
    }

    /**
     * A part of a larger graph.
     *
     * @param graph the part; its parameters are those given, and behind them those that stand for the tensors from outside
     * @param captured the tensors from outside, in the order of their parameters
     */
    public record Cut(Subgraph graph, List<Tensor> captured) {}

    /**
     * Cuts the outputs off from what lies behind them.
     *
     * @param own parameters that stay as they are
     * @param outside whether a tensor (neither one of the parameters nor kept) belongs to the outside and becomes an input
     */
    public static Cut cut(List<Tensor> own, List<Tensor> outputs, Predicate<Tensor> outside) {
        Map<Tensor, Tensor> stand = new IdentityHashMap<>();
        own.forEach(t -> stand.put(t, t));
        List<Tensor> parameters = new ArrayList<>(own);
        List<Tensor> captured = new ArrayList<>();
        List<Node> inside = new ArrayList<>();
        Map<Node, Boolean> open = new IdentityHashMap<>();
        Deque<Tensor> stack = new ArrayDeque<>();
        for (Tensor root : outputs) {
            stack.push(root.canonical());
            while (!stack.isEmpty()) {
                Tensor t = stack.peek();
                Node n = t.node();
                Boolean state = open.get(n);
                if (stand.containsKey(t) || Boolean.FALSE.equals(state)) {
                    stack.pop();
                } else if (outside.test(t)) {
                    Tensor p = new Placeholder("captured", t.spec()).output();
                    stand.put(t, p);
                    parameters.add(p);
                    captured.add(t);
                } else if (state == null) {
                    open.put(n, true);
                    List<Tensor> in = n.inputs();
                    for (int i = in.size() - 1; i >= 0; i--) {
                        stack.push(in.get(i).canonical());
                    }
                } else {
                    open.put(n, false);
                    inside.add(n);
                }
            }
        }
        replay(inside, stand);
        List<Tensor> results =
                outputs.stream().map(t -> found(stand, t.canonical())).toList();
        return new Cut(new Subgraph(parameters, results), List.copyOf(captured));
    }

    /** Which of the parameters some tensors of the graph depend on. */
    public boolean[] uses(List<Tensor> tensors) {
        List<Node> behind = Graphs.topological(tensors);
        boolean[] out = new boolean[parameters.size()];
        for (int i = 0; i < out.length; i++) {
            Node p = parameters.get(i).node();
            out[i] = behind.stream().anyMatch(n -> n == p);
        }
        return out;
    }

    private synchronized List<Object> structure() {
        List<Object> s = structure;
        if (s != null) {
            return s;
        }
        s = new ArrayList<>();
        Map<Tensor, Integer> number = new IdentityHashMap<>();
        for (Tensor p : parameters) {
            s.add(p.spec());
            number.put(p, number.size());
        }
        for (Node n : order) {
            if (n instanceof Constant c) {
                s.add(c.value().dtype());
                s.add(c.value().shape());
                s.add(c.value().view());
            } else if (n instanceof OpNode op) {
                s.add(op.op());
                s.add(op.attributes());
                for (Tensor t : op.inputs()) {
                    s.add(number.get(t.canonical()));
                }
            }
            for (Tensor t : n.outputs()) {
                number.putIfAbsent(t, number.size());
            }
        }
        for (Tensor t : outputs) {
            s.add(number.get(t));
        }
        structure = s;
        return s;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return this == o || (o instanceof Subgraph g && structure().equals(g.structure()));
    }

    @Override
    public int hashCode() {
        return structure().hashCode();
    }

    @Override
    public String toString() {
        return "graph of " + order.stream().filter(n -> n instanceof OpNode).count() + " ops";
    }
}
