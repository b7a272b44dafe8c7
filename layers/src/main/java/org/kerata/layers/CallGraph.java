package org.kerata.layers;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Constant;
import org.kerata.autodiff.graph.Leaf;
import org.kerata.autodiff.graph.Node;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.graph.Read;
import org.kerata.autodiff.graph.Scope;

/**
 * The part of a graph of calls that lies between some inputs and some outputs: layer calls, and catalogue ops on symbolic tensors. It can
 * be replayed on other tensors: with known shapes, which makes a program, or on inputs of another model.
 */
public final class CallGraph {
    private final List<Tensor> inputs;
    private final List<Tensor> outputs;
    private final List<Node> nodes;
    private final List<Step> steps;

    /**
     * A layer with all its calls in this graph, or a single op.
     *
     * @param layer the layer; null for an op
     * @param nodes the calls
     */
    public record Step(@Nullable Layer layer, List<Node> nodes) {}

    /**
     * The graph between these tensors.
     *
     * @throws ConfigException if an output depends on an input that is not given; the message names both
     */
    public CallGraph(List<? extends Tensor> inputs, List<? extends Tensor> outputs) {
        this.inputs = canonical("input", inputs);
        this.outputs = canonical("output", outputs);
        if (new LinkedHashSet<>(this.inputs).size() != inputs.size()) {
            throw new ConfigException("A model's inputs must differ. Received one twice: " + names(this.inputs) + ".");
        }
        IdentityHashMap<Object, Integer> firstSeen = new IdentityHashMap<>();
        List<Node> walked = new ArrayList<>();
        for (Tensor out : this.outputs) {
            walk(out, walked, firstSeen);
        }
        LinkedHashMap<Node, Integer> distance = new LinkedHashMap<>();
        this.steps = order(walked, firstSeen, distance);
        // Keras's order too: which layer is called first decides which masks the others find.
        Set<Node> within = new HashSet<>(walked);
        this.nodes = distance.keySet().stream()
                .filter(within::contains)
                .sorted(Comparator.comparing((Node n) -> -distance.getOrDefault(n, 0)))
                .toList();
    }

    private static List<Tensor> canonical(String what, List<? extends Tensor> tensors) {
        if (tensors.isEmpty()) {
            throw new ConfigException("A model needs at least one " + what + ".");
        }
        List<Tensor> out = new ArrayList<>();
        for (Tensor t : tensors) {
            if (!t.isSymbolic() || t.node() instanceof Leaf) {
                throw new ConfigException("A model's " + what + "s must come from an Input. Received: " + t + ".");
            }
            out.add(t.canonical());
        }
        return List.copyOf(out);
    }

    /** Depth first, each node after those it reads; what is an input is not looked behind. */
    private void walk(Tensor root, List<Node> walked, IdentityHashMap<Object, Integer> firstSeen) {
        Set<Node> done = Collections.newSetFromMap(new IdentityHashMap<>());
        done.addAll(walked);
        Deque<Visit> stack = new ArrayDeque<>();
        enter(root.canonical(), done, firstSeen, stack);
        while (!stack.isEmpty()) {
            Visit v = stack.peek();
            if (v.next < v.reads.size()) {
                enter(v.reads.get(v.next++).canonical(), done, firstSeen, stack);
            } else {
                stack.pop();
                if (done.add(v.node)) {
                    walked.add(v.node);
                }
            }
        }
    }

    private void enter(Tensor t, Set<Node> done, IdentityHashMap<Object, Integer> firstSeen, Deque<Visit> stack) {
        Node n = t.node();
        if (done.contains(n) || n instanceof Constant || n instanceof Read) {
            return;
        }
        boolean given = inputs.contains(t);
        if (!given && n.inputs().isEmpty()) {
            throw disconnected(n, stack);
        }
        firstSeen.putIfAbsent(owner(n), firstSeen.size());
        stack.push(new Visit(n, given ? List.of() : n.inputs()));
    }

    private static final class Visit {
        final Node node;
        final List<Tensor> reads;
        int next;

        Visit(Node node, List<Tensor> reads) {
            this.node = node;
            this.reads = reads;
        }
    }

    private ConfigException disconnected(Node missing, Deque<Visit> stack) {
        String who = stack.isEmpty() ? "the output" : "\"" + stack.peek().node.name() + "\"";
        return new ConfigException("The graph of the model is disconnected: " + who + " depends on \"" + missing.name()
                + "\", which is not among the inputs. Received inputs: " + names(inputs)
                + ". Add it to the inputs, or start from it.");
    }

    /** A layer for all its calls, else the node itself. */
    private static Object owner(Node n) {
        return n instanceof CallNode c ? c.layer() : n;
    }

    /**
     * Keras's order of layers and ops, on which the order of weights depends: by the longest way to an output, longest first; at the same
     * distance, as met from the outputs.
     *
     * @param distance takes the distance of each node, in the order in which they are met from the outputs
     */
    private List<Step> order(
            List<Node> nodes, IdentityHashMap<Object, Integer> firstSeen, Map<Node, Integer> distance) {
        IdentityHashMap<Object, Integer> farthest = new IdentityHashMap<>();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node n = nodes.get(i);
            int d = Math.max(distance.getOrDefault(n, 0), farthest.getOrDefault(owner(n), 0));
            farthest.put(owner(n), d);
            distance.put(n, d);
            if (!isInput(n)) {
                for (Tensor t : n.inputs()) {
                    distance.merge(t.canonical().node(), d + 1, Math::max);
                }
            }
        }
        for (Tensor in : inputs) {
            if (!nodes.contains(in.node())) {
                nodes.add(0, in.node());
                distance.put(in.node(), 0);
                farthest.put(owner(in.node()), 0);
                firstSeen.put(owner(in.node()), -1);
            }
        }
        LinkedHashMap<Object, List<Node>> calls = new LinkedHashMap<>();
        for (Node n : nodes) {
            calls.computeIfAbsent(owner(n), o -> new ArrayList<>()).add(n);
        }
        List<Object> owners = new ArrayList<>(calls.keySet());
        owners.sort(Comparator.comparing((Object o) -> -farthest.getOrDefault(o, 0))
                .thenComparing(o -> firstSeen.getOrDefault(o, -1)));
        List<Step> out = new ArrayList<>();
        for (Object o : owners) {
            out.add(new Step(o instanceof Layer l ? l : null, List.copyOf(calls.getOrDefault(o, List.of()))));
        }
        return List.copyOf(out);
    }

    private boolean isInput(Node n) {
        for (Tensor t : inputs) {
            if (t.node() == n) {
                return true;
            }
        }
        return false;
    }

    private static String names(List<Tensor> tensors) {
        return tensors.stream().map(t -> "\"" + t.node().name() + "\"").toList().toString();
    }

    /** The tensors it starts from. */
    public List<Tensor> inputs() {
        return inputs;
    }

    /** The tensors it ends in. */
    public List<Tensor> outputs() {
        return outputs;
    }

    /** The layers, those of inputs included, in Keras's order. */
    public List<Layer> layers() {
        List<Layer> out = new ArrayList<>();
        for (Step s : steps) {
            if (s.layer != null) {
                out.add(s.layer);
            }
        }
        return out;
    }

    /** The layers with their calls, and the ops between them, in Keras's order. */
    public List<Step> steps() {
        return steps;
    }

    /** The calls and ops in the order in which Keras computes them, each after those that it reads. */
    public List<Node> nodes() {
        return nodes;
    }

    /**
     * Repeats the calls on other inputs: with known shapes they compute as part of the run. What a call says of the mode counts, as in
     * Keras, only in a run that was started without one.
     */
    public List<Tensor> replay(List<Tensor> values, Call run) {
        return replay(values, (node, in, how) -> node.layer().run(in, run, run.isModeStated() ? how.mode(null) : how));
    }

    /** Repeats the calls on other symbolic inputs, as new calls of the same layers. */
    public List<Tensor> repeat(List<? extends Tensor> values) {
        return replay(List.copyOf(values), (node, in, how) -> node.layer().run(in, null, how));
    }

    private interface Caller {
        List<Tensor> call(CallNode node, List<Tensor> inputs, CallOptions options);
    }

    private List<Tensor> replay(List<Tensor> values, Caller caller) {
        IdentityHashMap<Tensor, Tensor> at = new IdentityHashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            at.put(inputs.get(i), values.get(i));
        }
        for (Node n : nodes) {
            if (at.containsKey(n.outputs().get(0))) {
                continue;
            }
            List<Tensor> made = n instanceof CallNode c ? call(c, at, caller) : again((OpNode) n, at(at, n.inputs()));
            for (int i = 0; i < made.size(); i++) {
                at.putIfAbsent(n.outputs().get(i), made.get(i));
            }
        }
        return at(at, outputs);
    }

    private static List<Tensor> again(OpNode n, List<Tensor> in) {
        try (Scope scope = Scope.as(n.scope())) {
            return Op.replay(n, in);
        }
    }

    private static List<Tensor> call(CallNode n, IdentityHashMap<Tensor, Tensor> at, Caller caller) {
        CallOptions how = n.options();
        if (!how.masks().isEmpty()) {
            List<@Nullable Tensor> masks = new ArrayList<>();
            how.masks().forEach(m -> masks.add(m == null ? null : at(at, m)));
            how = how.masks(masks);
        }
        return caller.call(n, at(at, n.tensors()), how);
    }

    private static List<Tensor> at(IdentityHashMap<Tensor, Tensor> at, List<Tensor> tensors) {
        return tensors.stream().map(t -> at(at, t)).toList();
    }

    private static Tensor at(IdentityHashMap<Tensor, Tensor> at, Tensor t) {
        Tensor now = at.get(t.canonical());
        if (now != null) {
            return now;
        }
        return t.node() instanceof Read r ? r.variable().read() : t;
    }
}
