package org.kerata.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.graph.Adjoint;
import org.kerata.autodiff.graph.Graphs;
import org.kerata.autodiff.graph.Node;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.graph.Read;
import org.kerata.autodiff.graph.Scope;
import org.kerata.autodiff.ops.Rules;

/**
 * Reverse-mode differentiation: the gradients of a tensor with respect to others, as tensors, so that gradients have gradients. Take them
 * before the tensor's value is read; a value that has been read no longer knows how it was made.
 */
public final class Gradients {
    private final Tensor y;
    private final Set<Node> relevant = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Node, @Nullable Tensor[]> arriving = new IdentityHashMap<>();
    private final List<Node> order;

    private Gradients(Tensor y, List<? extends Tensor> xs) {
        this.y = y.canonical();
        this.order = Graphs.topological(List.of(this.y));
        Set<Tensor> targets = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Variable> variables = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Tensor x : xs) {
            if (x instanceof Variable v) {
                variables.add(v);
            } else {
                targets.add(x.canonical());
            }
        }
        for (Node n : order) {
            boolean reached = n instanceof Read r && variables.contains(r.variable());
            for (Tensor t : n.outputs()) {
                reached |= targets.contains(t);
            }
            for (Tensor t : n.inputs()) {
                reached |= relevant.contains(t.canonical().node());
            }
            if (reached) {
                relevant.add(n);
            }
        }
    }

    /**
     * The gradients of the sum of {@code y} with respect to each of {@code xs} (variables or other tensors). Where {@code y} does not
     * depend on an x, zeros.
     *
     * @throws KerataException if y depends on none of them, or if an op on the way has no gradient; the message names it
     */
    public static List<Tensor> of(Tensor y, List<? extends Tensor> xs) {
        return of(y, Ops.onesLike(y), xs);
    }

    /** The gradients with respect to each of {@code xs} when {@code dy} arrives at {@code y}. */
    public static List<Tensor> of(Tensor y, Tensor dy, List<? extends Tensor> xs) {
        requireFloating(y, dy);
        Gradients all = new Gradients(y, xs);
        List<@Nullable Tensor> found = all.run(dy, xs);
        if (!xs.isEmpty() && !all.relevant.contains(all.y.node())) {
            throw new KerataException("Gradients.of: the tensor depends on none of the " + xs.size()
                    + " given. If its value was read before, take the gradients first or use Compiled.");
        }
        List<Tensor> out = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            Tensor g = found.get(i);
            out.add(g != null ? g : Ops.zerosLike(xs.get(i)));
        }
        return out;
    }

    /** As {@link #of(Tensor, List)} for a single x. */
    public static Tensor of(Tensor y, Tensor x) {
        return of(y, List.of(x)).get(0);
    }

    /** The gradients with respect to each of {@code xs}; null where {@code y} does not depend on it. */
    public static List<@Nullable Tensor> connected(Tensor y, Tensor dy, List<? extends Tensor> xs) {
        requireFloating(y, dy);
        return new Gradients(y, xs).run(dy, xs);
    }

    private static void requireFloating(Tensor y, Tensor dy) {
        if (!y.dtype().isFloating()) {
            throw new ShapeException(
                    "Gradients.of: only floating-point tensors have gradients. Received: " + y.spec() + ".");
        }
        if (!dy.shape().matches(y.shape())) {
            throw new ShapeException("Gradients.of: the arriving gradient must have the tensor's shape " + y.shape()
                    + ". Received: " + dy.shape() + ".");
        }
    }

    private List<@Nullable Tensor> run(Tensor dy, List<? extends Tensor> xs) {
        add(y, dy);
        Map<Variable, Tensor> forVariables = new IdentityHashMap<>();
        for (int i = order.size() - 1; i >= 0; i--) {
            Node n = order.get(i);
            @Nullable Tensor[] dys = arriving.get(n);
            if (dys == null || !relevant.contains(n)) {
                continue;
            }
            if (n instanceof Read r && dys[0] != null) {
                forVariables.merge(r.variable(), dys[0], Tensor::plus);
            } else if (n instanceof OpNode op) {
                try (Scope s = Scope.as(op.scope())) {
                    backward(op, Arrays.asList(dys));
                }
            } else if (!n.inputs().isEmpty()) {
                throw new KerataException(
                        "Gradients.of: \"" + n.name()
                                + "\" is a call in a model's graph, which has no values. Apply the model to data, or use Compiled.");
            }
        }
        List<@Nullable Tensor> out = new ArrayList<>();
        for (Tensor x : xs) {
            if (x instanceof Variable v) {
                out.add(forVariables.get(v));
            } else {
                Tensor c = x.canonical();
                @Nullable Tensor[] g = arriving.get(c.node());
                out.add(g == null ? null : g[c.index()]);
            }
        }
        return out;
    }

    private void backward(OpNode n, List<@Nullable Tensor> dys) {
        List<@Nullable Tensor> dxs = inputGradients(n, dys);
        for (int i = 0; i < dxs.size(); i++) {
            Tensor dx = dxs.get(i);
            Tensor x = n.inputs().get(i).canonical();
            if (dx != null && x.dtype().isFloating() && relevant.contains(x.node())) {
                add(x, Rules.unbroadcast(dx, x.shape()));
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static List<@Nullable Tensor> inputGradients(OpNode n, List<@Nullable Tensor> dys) {
        Op<Object> op = (Op<Object>) n.op();
        Adjoint<Object> at = new Adjoint<>(dys, n.inputs(), n.outputs(), n.attributes());
        if (op.gradient() != null) {
            return op.gradient().inputs(at);
        }
        if (op.definition() == null) {
            throw new KerataException("Gradients.of: the op \"" + op.name() + "\" has no gradient"
                    + (n.scope().isEmpty() ? "" : " (in \"" + n.scope() + "\")")
                    + ". Wrap it in Ops.stopGradient if none is wanted.");
        }
        return Rules.throughDefinition(op, at);
    }

    private void add(Tensor t, Tensor gradient) {
        @Nullable
        Tensor[] at =
                arriving.computeIfAbsent(t.node(), n -> new Tensor[n.outputs().size()]);
        Tensor before = at[t.index()];
        at[t.index()] = before == null ? gradient : before.plus(gradient);
    }
}
