package org.kerata.autodiff.internal.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Constant;
import org.kerata.autodiff.graph.Node;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.graph.Placeholder;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.graph.Subgraph;
import org.kerata.autodiff.ops.Control;
import org.kerata.autodiff.ops.Shaping;

/**
 * Takes out of loops what need not be in them. Products of scanned tensors with fixed matrices become one product before the loop. Products
 * that only outputs depend on become one product behind it, and sums that are only added up (the gradients of weights) one product or sum
 * over the steps' values behind it. What is the same in every step is computed once.
 */
final class LoopMotion extends Rewriter {
    private LoopMotion() {}

    /** The graph with less in its loops. */
    static Traced of(Traced t) {
        return new LoopMotion().run(t);
    }

    @Override
    List<Tensor> rewrite(OpNode n, List<Tensor> in) {
        return n.attributes() instanceof Control.Loop l ? new Loop(n, l, in).rewritten() : Op.replay(n, in);
    }

    /** One loop. */
    private static final class Loop {
        private final Control.Loop loop;
        private final long steps;
        private final List<Tensor> in;
        private final Traced body;
        private final int carries;
        private final int scanned;
        private final LoopGraph graph;
        /** Tensors of the body for all steps, or for fixed ones for any. */
        private final Map<Tensor, Tensor> outside = new IdentityHashMap<>();

        Loop(OpNode n, Control.Loop l, List<Tensor> in) {
            List<Spec> specs = n.inputs().stream().map(Tensor::spec).toList();
            this.loop = l;
            this.steps = l.lengthFor(specs);
            this.in = in;
            this.carries = l.carries();
            this.scanned = l.scanned();
            List<Tensor> fixed = new ArrayList<>(in);
            Subgraph plain = l.bodyFor(specs);
            for (int i = 0; i < carries + scanned; i++) {
                fixed.set(i, plain.parameters().get(i));
            }
            this.body = new LoopRegroup(carries, scanned).of(Body.simplify(plain, fixed, true));
            for (int i = carries; i < in.size(); i++) {
                outside.put(body.arguments().get(i), in.get(i));
            }
            this.graph = new LoopGraph(body, carries, scanned, steps);
        }

        List<Tensor> rewritten() {
            Map<Integer, LoopGraph.Sum> sums = new HashMap<>();
            for (int i = 0; i < carries; i++) {
                LoopGraph.Sum s = graph.sum(i);
                if (s != null) {
                    sums.put(i, s);
                }
            }
            Set<Node> carried = graph.carried();
            Set<Tensor> left = new LinkedHashSet<>();
            List<Tensor> ys = body.outputs().subList(carries, body.outputs().size());
            boolean[] behind = new boolean[ys.size()];
            for (int k = 0; k < behind.length; k++) {
                Tensor y = ys.get(k).canonical();
                behind[k] = graph.isBefore(y)
                        || graph.when(y) == When.FIXED
                        || (graph.hasProduct(y) && !carried.contains(y.node()));
                if (behind[k]) {
                    leave(y, carried, left);
                } else {
                    left.add(y);
                }
            }
            sums.values()
                    .forEach(s -> s.behind().forEach(t -> AllSteps.summed(t).forEach(x -> leave(x, carried, left))));
            return built(sums, behind, new ArrayList<>(left), graph.before());
        }

        /** What the loop must leave behind for a tensor to be computed from for all steps. */
        private void leave(Tensor t, Set<Node> carried, Set<Tensor> left) {
            if (graph.isBefore(t) || graph.when(t) == When.FIXED) {
                return;
            }
            if (graph.hasProduct(t) && !carried.contains(t.node())) {
                t.node().inputs().forEach(x -> leave(x.canonical(), carried, left));
            } else {
                left.add(t);
            }
        }

        private List<Tensor> built(
                Map<Integer, LoopGraph.Sum> sums, boolean[] behind, List<Tensor> left, Set<Tensor> before) {
            List<Tensor> own = new ArrayList<>();
            List<Tensor> outputs = new ArrayList<>();
            List<Tensor> begin = new ArrayList<>();
            List<Integer> kept = new ArrayList<>();
            for (int i = 0; i < carries; i++) {
                LoopGraph.Sum s = sums.get(i);
                if (s == null || !s.inside().isEmpty()) {
                    own.add(body.arguments().get(i));
                    begin.add(in.get(i));
                    kept.add(i);
                    outputs.add(
                            s == null
                                    ? body.outputs().get(i)
                                    : sumOf(body.arguments().get(i), s.inside()));
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
                boolean varies = graph.when(t) == When.SCANNED;
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
            return graph.when(t) == When.FIXED && !(t.node() instanceof Constant);
        }

        private static Tensor sumOf(Tensor first, List<Tensor> more) {
            Tensor sum = first;
            for (Tensor t : more) {
                sum = sum.plus(t);
            }
            return sum;
        }

        private List<Tensor> results(
                Map<Integer, LoopGraph.Sum> sums, boolean[] behind, List<Integer> kept, List<Tensor> made) {
            List<Tensor> out = new ArrayList<>();
            for (int i = 0; i < carries; i++) {
                LoopGraph.Sum s = sums.get(i);
                Tensor last = kept.contains(i) ? made.get(kept.indexOf(i)) : isZero(in.get(i)) ? null : in.get(i);
                for (Tensor term : s == null ? List.<Tensor>of() : s.behind()) {
                    Tensor sum = AllSteps.sum(term, this::all, steps);
                    if (sum == null) {
                        throw new IllegalStateException("A sum over steps that cannot be taken.");
                    }
                    last = last == null ? sum : last.plus(sum);
                }
                out.add(Objects.requireNonNull(last));
            }
            for (int k = 0; k < behind.length; k++) {
                Tensor y = body.outputs().get(carries + k).canonical();
                Tensor all = all(y);
                out.add(
                        graph.when(y) == When.FIXED
                                ? Ops.broadcastTo(all, y.shape().prepend(steps))
                                : all);
            }
            return out;
        }

        private static boolean isZero(Tensor t) {
            Tensor x = t.canonical();
            while (x.node() instanceof OpNode n && n.op() == Shaping.BROADCAST_TO) {
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
                if (graph.when(c) == When.FIXED) {
                    made = Op.replay(n, inputs).get(c.index());
                } else {
                    made = AllSteps.of(n, inputs, graph.varies(n), steps);
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
