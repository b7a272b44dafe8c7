package org.kerata.autodiff.internal.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Constant;
import org.kerata.autodiff.graph.Graphs;
import org.kerata.autodiff.graph.Node;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.graph.Placeholder;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.graph.Subgraph;
import org.kerata.autodiff.ops.Arithmetic;
import org.kerata.autodiff.ops.Control;

/**
 * Takes out of loops what need not be in them. Products of scanned tensors with fixed matrices become one product before the loop. Products
 * that only outputs depend on become one product behind it, and sums that are only added up (the gradients of weights) one product or sum
 * over the steps' values behind it. What is the same in every step is computed once.
 */
final class LoopMotion extends Rewriter {
    /** Beyond so many elements, values are not stacked for the sake of a sum. */
    private static final long WORTH_STACKING = 1L << 26;

    private LoopMotion() {}

    /** The graph with less in its loops. */
    static Traced of(Traced t) {
        return new LoopMotion().run(t);
    }

    @Override
    List<Tensor> rewrite(OpNode n, List<Tensor> in) {
        return n.attributes() instanceof Control.Loop l ? new Loop(n, l, in).rewritten() : Op.replay(n, in);
    }

    /** {@code (scanned + carried) + fixed} becomes {@code (scanned + fixed) + carried}, of which the first sum need not be in the loop. */
    private static final class Regroup extends Rewriter {
        private final int carries;
        private final int scanned;
        private final Map<Tensor, When> when = new IdentityHashMap<>();

        Regroup(int carries, int scanned) {
            this.carries = carries;
            this.scanned = scanned;
        }

        Traced of(Traced body) {
            for (int i = 0; i < body.arguments().size(); i++) {
                when.put(body.arguments().get(i), When.ofParameter(i, carries, scanned));
            }
            return run(body);
        }

        private When when(Tensor t) {
            return when.getOrDefault(t.canonical(), When.FIXED);
        }

        @Override
        List<Tensor> rewrite(OpNode n, List<Tensor> in) {
            List<Tensor> made = n.op() == Arithmetic.ADD ? List.of(sum(n, in)) : Op.replay(n, in);
            for (Tensor t : made) {
                learn(t);
            }
            return made;
        }

        private void learn(Tensor t) {
            When latest = When.FIXED;
            for (Tensor x : t.node().inputs()) {
                When w = when(x);
                latest = w.compareTo(latest) > 0 ? w : latest;
            }
            when.put(t, latest);
        }

        private Tensor sum(OpNode n, List<Tensor> in) {
            for (int side = 0; side < 2; side++) {
                Tensor both = in.get(side);
                Tensor fixed = in.get(1 - side);
                if (when(fixed) == When.FIXED
                        && both.node() instanceof OpNode inner
                        && inner.op() == Arithmetic.ADD
                        && fixed.rank() <= both.rank()) {
                    for (int k = 0; k < 2; k++) {
                        Tensor x = inner.inputs().get(k);
                        Tensor step = inner.inputs().get(1 - k);
                        if (when(x) == When.SCANNED
                                && when(step) == When.STEP
                                && x.shape().equals(both.shape())) {
                            Tensor early = x.plus(fixed);
                            learn(early);
                            return early.plus(step);
                        }
                    }
                }
            }
            return Op.replay(n, in).get(0);
        }
    }

    /** When a tensor of the body is known. */
    private enum When {
        /** The same in every step. */
        FIXED,
        /** A function of the scanned tensors and of what is fixed. */
        SCANNED,
        /** Depends on the carry. */
        STEP;

        static When ofParameter(int i, int carries, int scanned) {
            return i < carries ? STEP : i < carries + scanned ? SCANNED : FIXED;
        }
    }

    private static final class Loop {
        private final Control.Loop loop;
        private final long steps;
        private final List<Tensor> in;
        private final Traced body;
        private final int carries;
        private final int scanned;
        private final Map<Node, When> when = new IdentityHashMap<>();
        private final Map<Tensor, List<OpNode>> users = new IdentityHashMap<>();
        private final Map<Tensor, Integer> results = new IdentityHashMap<>();
        private final Map<Tensor, Integer> parameter = new IdentityHashMap<>();
        /** Tensors of the body for all steps, or for fixed ones for any. */
        private final Map<Tensor, Tensor> outside = new IdentityHashMap<>();

        private final Map<Tensor, Boolean> atOnce = new IdentityHashMap<>();
        private final Map<Tensor, Boolean> product = new IdentityHashMap<>();

        Loop(OpNode n, Control.Loop l, List<Tensor> in) {
            List<Spec> specs = n.inputs().stream().map(Tensor::spec).toList();
            this.loop = l;
            this.steps = l.lengthFor(specs);
            this.in = in;
            this.carries = l.carries();
            this.scanned = l.scanned();
            List<Tensor> fixed = new ArrayList<>(in);
            Subgraph graph = l.bodyFor(specs);
            for (int i = 0; i < carries + scanned; i++) {
                fixed.set(i, graph.parameters().get(i));
            }
            this.body = new Regroup(carries, scanned).of(Body.simplify(graph, fixed, true));
            for (int i = 0; i < body.arguments().size(); i++) {
                Tensor p = body.arguments().get(i);
                parameter.put(p, i);
                when.put(p.node(), When.ofParameter(i, carries, scanned));
                if (i >= carries) {
                    outside.put(p, in.get(i));
                }
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

        private When when(Tensor t) {
            return when.getOrDefault(t.canonical().node(), When.FIXED);
        }

        private boolean[] varies(OpNode n) {
            boolean[] v = new boolean[n.inputs().size()];
            for (int i = 0; i < v.length; i++) {
                v[i] = when(n.inputs().get(i)) != When.FIXED;
            }
            return v;
        }

        // ---- what can be taken out ----

        /** Whether a tensor can be computed for all steps before the loop. */
        private boolean isBefore(Tensor t) {
            if (when(t) != When.SCANNED || parameter.containsKey(t)) {
                return when(t) != When.STEP;
            }
            Boolean known = atOnce.get(t);
            if (known == null) {
                OpNode n = (OpNode) t.node();
                known = AllSteps.can(n, varies(n))
                        && n.inputs().stream().allMatch(x -> isBefore(x.canonical()));
                atOnce.put(t, known);
            }
            return known;
        }

        /** Whether a tensor is a product worth taking out, or made of one. */
        private boolean hasProduct(Tensor t) {
            if (!(t.node() instanceof OpNode n) || when(t) == When.FIXED || !AllSteps.can(n, varies(n))) {
                return false;
            }
            Boolean known = product.get(t);
            if (known == null) {
                known = AllSteps.isProduct(n, varies(n))
                        || n.inputs().stream().anyMatch(x -> hasProduct(x.canonical()));
                product.put(t, known);
            }
            return known;
        }

        /** Scanned tensors with a product in them that the rest of the body reads. */
        private Set<Tensor> before() {
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
        private Set<Node> carried() {
            Set<Node> out = FusionGraph.identitySet();
            out.addAll(Graphs.topological(body.outputs().subList(0, carries)));
            return out;
        }

        // ---- sums ----

        /** A carry to which terms are added and which is used for nothing else. */
        private record Sum(int carry, List<Tensor> behind, List<Tensor> inside) {}

        private @Nullable Sum sum(int i) {
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

        // ---- the new loop ----

        List<Tensor> rewritten() {
            Map<Integer, Sum> sums = new HashMap<>();
            for (int i = 0; i < carries; i++) {
                Sum s = sum(i);
                if (s != null) {
                    sums.put(i, s);
                }
            }
            Set<Node> carried = carried();
            Set<Tensor> left = new LinkedHashSet<>();
            List<Tensor> ys = body.outputs().subList(carries, body.outputs().size());
            boolean[] behind = new boolean[ys.size()];
            for (int k = 0; k < behind.length; k++) {
                Tensor y = ys.get(k).canonical();
                behind[k] = isBefore(y) || when(y) == When.FIXED || (hasProduct(y) && !carried.contains(y.node()));
                if (behind[k]) {
                    leave(y, carried, left);
                } else {
                    left.add(y);
                }
            }
            sums.values().forEach(s -> s.behind.forEach(t -> AllSteps.summed(t)
                    .forEach(x -> leave(x, carried, left))));
            return built(sums, behind, new ArrayList<>(left), before());
        }

        /** What the loop must leave behind for a tensor to be computed from for all steps. */
        private void leave(Tensor t, Set<Node> carried, Set<Tensor> left) {
            if (isBefore(t) || when(t) == When.FIXED) {
                return;
            }
            if (hasProduct(t) && !carried.contains(t.node())) {
                t.node().inputs().forEach(x -> leave(x.canonical(), carried, left));
            } else {
                left.add(t);
            }
        }

        private List<Tensor> built(
                Map<Integer, Sum> sums, boolean[] behind, List<Tensor> left, Set<Tensor> before) {
            List<Tensor> own = new ArrayList<>();
            List<Tensor> outputs = new ArrayList<>();
            List<Tensor> begin = new ArrayList<>();
            List<Integer> kept = new ArrayList<>();
            for (int i = 0; i < carries; i++) {
                Sum s = sums.get(i);
                if (s == null || !s.inside.isEmpty()) {
                    own.add(body.arguments().get(i));
                    begin.add(in.get(i));
                    kept.add(i);
                    outputs.add(s == null ? body.outputs().get(i) : sumOf(body.arguments().get(i), s.inside));
                }
            }
            own.addAll(body.arguments().subList(carries, carries + scanned));
            outputs.addAll(left);
            Subgraph.Cut cut = Subgraph.cut(own, outputs, t -> before.contains(t) || isOutside(t));
            List<Tensor> fromStep = new ArrayList<>();
            List<Tensor> fixed = new ArrayList<>();
            List<Tensor> inputs = new ArrayList<>(begin);
            inputs.addAll(in.subList(carries, carries + scanned));
            List<Tensor> captured = new ArrayList<>();
            for (int i = 0; i < cut.captured().size(); i++) {
                Tensor t = cut.captured().get(i);
                boolean varies = when(t) == When.SCANNED;
                (varies ? fromStep : fixed).add(cut.graph().parameters().get(own.size() + i));
                (varies ? inputs : captured).add(all(t));
            }
            inputs.addAll(captured);
            List<Tensor> parameters = new ArrayList<>(own);
            parameters.addAll(fromStep);
            parameters.addAll(fixed);
            List<Tensor> made = List.of();
            if (!cut.graph().outputs().isEmpty()) {
                made = Control.SCAN.apply(
                        new Control.Loop(
                                Subgraph.of(parameters, cut.graph().outputs()),
                                begin.size(),
                                scanned + fromStep.size(),
                                steps,
                                loop.reverse()),
                        inputs);
            }
            for (int i = 0; i < left.size(); i++) {
                outside.put(left.get(i), made.get(begin.size() + i));
            }
            return results(sums, behind, kept, made);
        }

        /** Fixed tensors that are worth computing once: all but constants. */
        private boolean isOutside(Tensor t) {
            return when(t) == When.FIXED && !(t.node() instanceof Constant);
        }

        private static Tensor sumOf(Tensor first, List<Tensor> more) {
            Tensor sum = first;
            for (Tensor t : more) {
                sum = sum.plus(t);
            }
            return sum;
        }

        private List<Tensor> results(
                Map<Integer, Sum> sums, boolean[] behind, List<Integer> kept, List<Tensor> made) {
            List<Tensor> out = new ArrayList<>();
            for (int i = 0; i < carries; i++) {
                Sum s = sums.get(i);
                Tensor last = kept.contains(i) ? made.get(kept.indexOf(i)) : isZero(in.get(i)) ? null : in.get(i);
                for (Tensor term : s == null ? List.<Tensor>of() : s.behind) {
                    Tensor sum = AllSteps.sum(term, this::all, steps);
                    if (sum == null) {
                        throw new IllegalStateException("A sum over steps that cannot be taken.");
                    }
                    last = last == null ? sum : last.plus(sum);
                }
                out.add(java.util.Objects.requireNonNull(last));
            }
            for (int k = 0; k < behind.length; k++) {
                Tensor y = body.outputs().get(carries + k).canonical();
                Tensor all = all(y);
                out.add(
                        when(y) == When.FIXED
                                ? Ops.broadcastTo(all, y.shape().prepend(steps))
                                : all);
            }
            return out;
        }

        private static boolean isZero(Tensor t) {
            Tensor x = t.canonical();
            while (x.node() instanceof OpNode n && n.op() == org.kerata.autodiff.ops.Shaping.BROADCAST_TO) {
                x = n.inputs().get(0).canonical();
            }
            Double v = Simplifier.scalar(x);
            return v != null && v == 0;
        }

        /** A tensor of the body for all steps; a fixed one as it is. */
        private Tensor all(Tensor t) {
            Tensor c = t.canonical();
            Tensor known = outside.get(c);
            if (known != null) {
                return known;
            }
            Tensor made;
            if (c.node() instanceof OpNode n) {
                List<Tensor> inputs = new ArrayList<>();
                for (Tensor x : n.inputs()) {
                    inputs.add(all(x));
                }
                if (when(c) == When.FIXED) {
                    made = Op.replay(n, inputs).get(c.index());
                } else {
                    made = AllSteps.of(n, inputs, varies(n), steps);
                }
            } else if (c.node() instanceof Placeholder) {
                throw new IllegalStateException("A carry outside of its loop.");
            } else {
                made = c;
            }
            outside.put(c, made);
            return made;
        }
    }
}
