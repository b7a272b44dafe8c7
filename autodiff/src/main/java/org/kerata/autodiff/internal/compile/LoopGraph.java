package org.kerata.autodiff.internal.compile;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Graphs;
import org.kerata.autodiff.graph.Node;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.ops.Arithmetic;

/** What can be taken out of a loop: what of its body is known before, what only outputs depend on, what is only added up. */
final class LoopGraph {
    /** Beyond so many elements, values are not stacked for the sake of a sum. */
    private static final long WORTH_STACKING = 1L << 26;

    private final Traced body;
    private final int carries;
    private final long steps;
    private final Map<Node, When> when = new IdentityHashMap<>();
    private final Map<Tensor, List<OpNode>> users = new IdentityHashMap<>();
    private final Map<Tensor, Integer> results = new IdentityHashMap<>();
    private final Map<Tensor, Integer> parameter = new IdentityHashMap<>();
    private final Map<Tensor, Boolean> atOnce = new IdentityHashMap<>();
    private final Map<Tensor, Boolean> product = new IdentityHashMap<>();

    /** The body of a loop, simplified, with so many carries and scanned tensors. */
    LoopGraph(Traced body, int carries, int scanned, long steps) {
        this.body = body;
        this.carries = carries;
        this.steps = steps;
        for (int i = 0; i < body.arguments().size(); i++) {
            Tensor p = body.arguments().get(i);
            parameter.put(p, i);
            when.put(p.node(), When.ofParameter(i, carries, scanned));
        }
        for (Node node : Graphs.topological(body.outputs())) {
            when.computeIfAbsent(node, this::latest);
            for (Tensor t : node.inputs()) {
                users.computeIfAbsent(t.canonical(), k -> new ArrayList<>()).add((OpNode) node);
            }
        }
        body.outputs().forEach(t -> results.merge(t.canonical(), 1, Integer::sum));
    }

    private When latest(Node n) {
        When latest = When.FIXED;
        for (Tensor t : n.inputs()) {
            When w = when(t);
            latest = w.compareTo(latest) > 0 ? w : latest;
        }
        return latest;
    }

    /** When a tensor is known. */
    When when(Tensor t) {
        return when.getOrDefault(t.canonical().node(), When.FIXED);
    }

    /** Which inputs of a node differ from step to step. */
    boolean[] varies(OpNode n) {
        boolean[] v = new boolean[n.inputs().size()];
        for (int i = 0; i < v.length; i++) {
            v[i] = when(n.inputs().get(i)) != When.FIXED;
        }
        return v;
    }

    // ---- what can be taken out ----

    /** Whether a tensor can be computed for all steps before the loop. */
    boolean isBefore(Tensor t) {
        if (when(t) != When.SCANNED || parameter.containsKey(t)) {
            return when(t) != When.STEP;
        }
        Boolean known = atOnce.get(t);
        if (known == null) {
            OpNode n = (OpNode) t.node();
            known = AllSteps.can(n, varies(n)) && n.inputs().stream().allMatch(x -> isBefore(x.canonical()));
            atOnce.put(t, known);
        }
        return known;
    }

    /** Whether a tensor is a product worth taking out, or made of one. */
    boolean hasProduct(Tensor t) {
        if (!(t.node() instanceof OpNode n) || when(t) == When.FIXED || !AllSteps.can(n, varies(n))) {
            return false;
        }
        Boolean known = product.get(t);
        if (known == null) {
            known = AllSteps.isProduct(n, varies(n)) || n.inputs().stream().anyMatch(x -> hasProduct(x.canonical()));
            product.put(t, known);
        }
        return known;
    }

    /** Scanned tensors with a product in them that the rest of the body reads. */
    Set<Tensor> before() {
        Set<Tensor> out = new LinkedHashSet<>();
        for (Map.Entry<Tensor, List<OpNode>> e : users.entrySet()) {
            Tensor t = e.getKey();
            if (when(t) == When.SCANNED && isBefore(t) && hasProduct(t)) {
                for (OpNode user : e.getValue()) {
                    if (!user.outputs().stream().allMatch(y -> isBefore(y) && hasProduct(y))) {
                        out.add(t);
                    }
                }
            }
        }
        return out;
    }

    /** Nodes on which a carry depends. */
    Set<Node> carried() {
        Set<Node> out = FusionGraph.identitySet();
        out.addAll(Graphs.topological(body.outputs().subList(0, carries)));
        return out;
    }

    // ---- sums ----

    /** A carry to which terms are added and which is used for nothing else. */
    record Sum(int carry, List<Tensor> behind, List<Tensor> inside) {}

    /** The sum that a carry is; null if it is none. */
    @Nullable
    Sum sum(int i) {
        Tensor p = body.arguments().get(i);
        Tensor end = body.outputs().get(i).canonical();
        if (results.getOrDefault(p, 0) > 0 || users.getOrDefault(p, List.of()).size() != 1) {
            return null;
        }
        List<Tensor> terms = new ArrayList<>();
        List<Tensor> open = new ArrayList<>(List.of(end));
        boolean found = false;
        while (!open.isEmpty()) {
            Tensor t = open.remove(open.size() - 1);
            if (t == p) {
                found = true;
            } else if (t.node() instanceof OpNode n
                    && n.op() == Arithmetic.ADD
                    && t.spec().equals(p.spec())
                    && users.getOrDefault(t, List.of()).size() + results.getOrDefault(t, 0) == 1
                    && n.inputs().stream().allMatch(x -> x.spec().equals(p.spec()))) {
                n.inputs().forEach(x -> open.add(x.canonical()));
            } else {
                terms.add(t);
            }
        }
        if (!found || !p.dtype().isFloating()) {
            return null;
        }
        List<Tensor> behind = new ArrayList<>();
        List<Tensor> inside = new ArrayList<>();
        for (Tensor t : terms) {
            List<Tensor> parts = AllSteps.summed(t);
            long size = parts.stream().mapToLong(Tensor::size).sum() * steps;
            boolean varies = parts.stream().allMatch(x -> when(x) != When.FIXED);
            (parts.isEmpty() || !varies || size > WORTH_STACKING ? inside : behind).add(t);
        }
        return behind.isEmpty() ? null : new Sum(i, behind, inside);
    }
}
