package org.kerata.autodiff.internal.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Graphs;
import org.kerata.autodiff.graph.Node;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.graph.Subgraph;
import org.kerata.autodiff.ops.Control;

/**
 * Makes one loop of those that differ only in what they leave (a loop and the one that stacks values for its gradient), and drops results of
 * loops and branches that nobody reads, with all that only they need.
 */
final class ControlRewriter {
    private ControlRewriter() {}

    /** The graph with few loops, and little in them. */
    static Traced rewrite(Traced t, boolean fast) {
        boolean any =
                Graphs.topological(t.roots()).stream().anyMatch(n -> n instanceof OpNode op && ControlTask.accepts(op));
        if (!any) {
            return t;
        }
        Traced once = Prune.of(Merge.of(t));
        return fast ? Prune.of(LoopMotion.of(once)) : once;
    }

    private static List<Spec> specs(OpNode n) {
        return n.inputs().stream().map(Tensor::spec).toList();
    }

    /** A tensor or node compared by identity. */
    private record Identity(Object o) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Identity i && i.o == o;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(o);
        }
    }

    /** One loop for all that make the same steps. */
    private static final class Merge extends Rewriter {
        /** Loops over the same body and inputs: all that they leave, and the outputs of the loop that stands for them. */
        private static final class Group {
            final List<Tensor> left = new ArrayList<>();
            List<Tensor> made = List.of();
        }

        private final Map<List<Identity>, Group> groups = new HashMap<>();
        private final Map<OpNode, Group> groupOf = new IdentityHashMap<>();

        static Traced of(Traced t) {
            Merge m = new Merge();
            for (Node n : Graphs.topological(t.roots())) {
                if (n instanceof OpNode op && op.attributes() instanceof Control.Loop l) {
                    m.add(op, l);
                }
            }
            return m.run(t);
        }

        private void add(OpNode n, Control.Loop l) {
            Subgraph body = l.bodyFor(specs(n));
            List<Identity> key = new ArrayList<>();
            body.parameters().forEach(t -> key.add(new Identity(t)));
            body.outputs().subList(0, l.carries()).forEach(t -> key.add(new Identity(t)));
            n.inputs().forEach(t -> key.add(new Identity(t.canonical())));
            key.add(new Identity(l.reverse()));
            if (body.parameters().isEmpty()) {
                key.add(new Identity(n));
            }
            Group g = groups.computeIfAbsent(key, k -> new Group());
            groupOf.put(n, g);
            for (Tensor y : left(body, l)) {
                if (!g.left.contains(y)) {
                    g.left.add(y);
                }
            }
        }

        private static List<Tensor> left(Subgraph body, Control.Loop l) {
            return body.outputs().subList(l.carries(), body.outputs().size());
        }

        @Override
        List<Tensor> rewrite(OpNode n, List<Tensor> in) {
            Group g = groupOf.get(n);
            if (g == null) {
                return Op.replay(n, in);
            }
            Control.Loop l = (Control.Loop) n.attributes();
            Subgraph body = l.bodyFor(specs(n));
            if (g.made.isEmpty()) {
                List<Tensor> all = new ArrayList<>(body.outputs().subList(0, l.carries()));
                all.addAll(g.left);
                g.made = Control.SCAN.apply(
                        new Control.Loop(
                                body.withOutputs(all), l.carries(), l.scanned(), l.lengthFor(specs(n)), l.reverse()),
                        in);
            }
            List<Tensor> out = new ArrayList<>(g.made.subList(0, l.carries()));
            for (Tensor y : left(body, l)) {
                out.add(g.made.get(l.carries() + g.left.indexOf(y)));
            }
            return out;
        }
    }

    /** Nothing that nobody reads. */
    private static final class Prune extends Rewriter {
        private final Set<Tensor> needed = FusionGraph.identitySet();
        private final Map<OpNode, boolean[]> inputsOf = new IdentityHashMap<>();
        private final Map<OpNode, boolean[]> outputsOf = new IdentityHashMap<>();

        static Traced of(Traced t) {
            Prune p = new Prune();
            t.roots().forEach(x -> p.needed.add(x.canonical()));
            List<Node> order = Graphs.topological(t.roots());
            for (int i = order.size() - 1; i >= 0; i--) {
                if (order.get(i) instanceof OpNode n && n.outputs().stream().anyMatch(p.needed::contains)) {
                    p.need(n);
                }
            }
            return p.run(t);
        }

        private void need(OpNode n) {
            boolean[] in = new boolean[n.inputs().size()];
            boolean[] out = new boolean[n.outputs().size()];
            for (int i = 0; i < out.length; i++) {
                out[i] = needed.contains(n.outputs().get(i));
            }
            if (n.attributes() instanceof Control.Loop l) {
                Subgraph body = l.bodyFor(specs(n));
                boolean more = true;
                while (more) {
                    in = body.uses(chosen(body.outputs(), out));
                    more = false;
                    for (int i = 0; i < l.carries(); i++) {
                        more |= in[i] && !out[i];
                        out[i] |= in[i];
                    }
                }
                for (int i = 0; i < l.carries(); i++) {
                    in[i] = out[i];
                }
            } else if (n.attributes() instanceof Control.Branches b) {
                in[0] = true;
                for (Subgraph g : List.of(b.whenTrue(), b.whenFalse())) {
                    boolean[] used = g.uses(chosen(g.outputs(), out));
                    for (int i = 0; i < used.length; i++) {
                        in[i + 1] |= used[i];
                    }
                }
            } else {
                java.util.Arrays.fill(in, true);
            }
            inputsOf.put(n, in);
            outputsOf.put(n, out);
            chosen(n.inputs(), in).forEach(t -> needed.add(t.canonical()));
        }

        private static <T> List<T> chosen(List<T> all, boolean[] which) {
            List<T> out = new ArrayList<>();
            for (int i = 0; i < which.length; i++) {
                if (which[i]) {
                    out.add(all.get(i));
                }
            }
            return out;
        }

        private static boolean all(boolean[] which) {
            for (boolean b : which) {
                if (!b) {
                    return false;
                }
            }
            return true;
        }

        private static int count(boolean[] which, int from, int to) {
            int n = 0;
            for (int i = from; i < to; i++) {
                n += which[i] ? 1 : 0;
            }
            return n;
        }

        @Override
        List<Tensor> rewrite(OpNode n, List<Tensor> given) {
            boolean[] in = inputsOf.get(n);
            boolean[] out = outputsOf.get(n);
            if (in == null || out == null) {
                // Only dropped results depend on it.
                return n.outputs();
            }
            if (!ControlTask.accepts(n) || (all(in) && all(out))) {
                return Op.replay(n, given);
            }
            List<Tensor> fewer = chosen(given, in);
            List<Tensor> made;
            if (n.attributes() instanceof Control.Loop l) {
                Subgraph body = l.bodyFor(specs(n));
                made = Control.SCAN.apply(
                        new Control.Loop(
                                Subgraph.of(chosen(body.parameters(), in), chosen(body.outputs(), out)),
                                count(in, 0, l.carries()),
                                count(in, l.carries(), l.carries() + l.scanned()),
                                l.lengthFor(specs(n)),
                                l.reverse()),
                        fewer);
            } else {
                Control.Branches b = (Control.Branches) n.attributes();
                boolean[] captured = java.util.Arrays.copyOfRange(in, 1, in.length);
                made = Control.COND.apply(
                        new Control.Branches(fewer(b.whenTrue(), captured, out), fewer(b.whenFalse(), captured, out)),
                        fewer);
            }
            List<Tensor> all = new ArrayList<>(n.outputs());
            int k = 0;
            for (int i = 0; i < out.length; i++) {
                if (out[i]) {
                    all.set(i, made.get(k++));
                }
            }
            return all;
        }

        private static Subgraph fewer(Subgraph g, boolean[] in, boolean[] out) {
            return Subgraph.of(chosen(g.parameters(), in), chosen(g.outputs(), out));
        }
    }
}
