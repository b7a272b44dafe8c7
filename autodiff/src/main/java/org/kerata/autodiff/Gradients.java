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
import org.kerata.autodiff.ops.Arithmetic;
import org.kerata.autodiff.ops.Lookups;
import org.kerata.autodiff.ops.Rules;
import org.kerata.autodiff.ops.Shaping;

/**
 * Reverse-mode differentiation: the gradients of a tensor with respect to others, as tensors, so that gradients have gradients. Take them
 * before the tensor's value is read; a value that has been read no longer knows how it was made.
 */
public final class Gradients {
    private final List<Tensor> ys;
    private final Set<Node> relevant = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Node, @Nullable Tensor[]> arriving = new IdentityHashMap<>();
    private final List<Node> order;

    private Gradients(List<Tensor> ys, List<? extends Tensor> xs) {
        this.ys = ys.stream().map(Tensor::canonical).toList();
        this.order = Graphs.topological(this.ys);
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
        Gradients all = new Gradients(List.of(y), xs);
        List<@Nullable Tensor> found = all.run(List.of(dy), xs);
        if (!xs.isEmpty() && !all.relevant.contains(all.ys.get(0).node())) {
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
        return connected(List.of(y), List.of(dy), xs);
    }

    /**
     * The gradients with respect to each of {@code xs} when gradients arrive at several tensors at once; null where none of these depends on
     * it.
     */
    public static List<@Nullable Tensor> connected(List<Tensor> ys, List<Tensor> dys, List<? extends Tensor> xs) {
        for (int i = 0; i < ys.size(); i++) {
            requireFloating(ys.get(i), dys.get(i));
        }
        return new Gradients(ys, xs).run(dys, xs);
    }

    /**
     * The gradient of lookups, row by row: what rows were looked up, in order, and the gradient of each.
     *
     * @param numbers the rows, {@code int32}, from 0, in any order; a row may occur several times, and its gradients are then added up in
     *     this order
     * @param gradients as many gradients of rows
     */
    public record Rows(Tensor numbers, Tensor gradients) {}

    /**
     * The rows of a gradient that is nothing but that of lookups along the first axis, such as an embedding's; null for any other. An
     * update that takes them need not look at the rest of the weight, where the gradient is 0.
     */
    public static @Nullable Rows rows(Tensor gradient) {
        if (!(gradient.canonical().node() instanceof OpNode n)) {
            return null;
        }
        if (n.op() == Arithmetic.ADD) {
            Rows a = rows(n.inputs().get(0));
            Rows b = a == null ? null : rows(n.inputs().get(1));
            boolean same = n.inputs().get(0).shape().equals(n.inputs().get(1).shape());
            return a == null || b == null || !same
                    ? null
                    : new Rows(
                            Ops.concatenate(List.of(a.numbers, b.numbers), 0),
                            Ops.concatenate(List.of(a.gradients, b.gradients), 0));
        }
        if (n.op() != Lookups.SCATTER_ADD) {
            return null;
        }
        Lookups.Into into = (Lookups.Into) n.attributes();
        Shape table = into.shape();
        if (into.along().axis() != 0 || table.dim(0) > Integer.MAX_VALUE) {
            return null;
        }
        Tensor indices = n.inputs().get(0);
        Tensor numbers = Lookups.ROW_NUMBERS.apply(
                new Lookups.Table(table.intDim(0), into.along().fromEnd()), indices);
        Tensor parts = n.inputs().get(1);
        if (parts.canonical().node() instanceof OpNode t
                && t.op() == Shaping.TRANSPOSE
                && ((Shaping.Order) t.attributes()).movesOnly(indices.rank())) {
            // In the order in which the gradients are made: only the numbers need be moved.
            Shaping.Order back =
                    ((Shaping.Order) t.attributes()).first(indices.rank()).inverse();
            Tensor moved = Shaping.TRANSPOSE.apply(
                    back, numbers.reshape(indices.shape().dims()));
            numbers = moved.reshape(numbers.size());
            parts = t.inputs().get(0);
        }
        return new Rows(numbers, parts.reshape(table.with(0, numbers.size()).dims()));
    }

    /** A gradient times a number; one that {@link #rows} knows stays so. */
    public static Tensor scaled(Tensor gradient, Tensor factor) {
        Rows r = rows(gradient);
        if (r == null || factor.rank() != 0) {
            return gradient.times(factor);
        }
        Lookups.Along rowsOnly = new Lookups.Along(0, false);
        return Lookups.SCATTER_ADD.apply(
                new Lookups.Into(rowsOnly, gradient.shape()), r.numbers, r.gradients.times(factor));
    }

    /** The sum of the squares of a gradient; one that {@link #rows} knows is not made for it. */
    public static Tensor squares(Tensor gradient) {
        Rows r = rows(gradient);
        return r == null
                ? Ops.square(gradient).sum()
                : Lookups.ROW_SQUARES.apply(
                        new Lookups.Table(gradient.shape().intDim(0), false), r.numbers, r.gradients);
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

    private List<@Nullable Tensor> run(List<Tensor> dys, List<? extends Tensor> xs) {
        for (int i = 0; i < ys.size(); i++) {
            add(ys.get(i), dys.get(i));
        }
        Map<Variable, Tensor> forVariables = new IdentityHashMap<>();
        for (int i = order.size() - 1; i >= 0; i--) {
            Node n = order.get(i);
            @Nullable Tensor[] at = arriving.get(n);
            if (at == null || !relevant.contains(n)) {
                continue;
            }
            if (n instanceof Read r && at[0] != null) {
                forVariables.merge(r.variable(), at[0], Tensor::plus);
            } else if (n instanceof OpNode op) {
                try (Scope s = Scope.as(op.scope())) {
                    backward(op, Arrays.asList(at));
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
