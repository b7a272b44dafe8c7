package org.kerata.autodiff.internal.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Constant;
import org.kerata.autodiff.graph.Node;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.OpNode;
import org.kerata.autodiff.internal.kernels.Host;
import org.kerata.autodiff.internal.memory.Storage;
import org.kerata.autodiff.ops.Arithmetic;
import org.kerata.autodiff.ops.LinearAlgebra;
import org.kerata.autodiff.ops.Lookups;
import org.kerata.autodiff.ops.Shaping;
import org.kerata.autodiff.ops.Slice;
import org.kerata.autodiff.ops.Structure;

/**
 * Composite ops without fast kernels become their definitions, equal computations become one, constants are folded, and what changes
 * nothing is dropped.
 */
final class Simplifier extends Rewriter {
    private static final int FOLDED_ELEMENTS = 4096;

    private final boolean fast;
    private final Map<List<Object>, List<Tensor>> known = new HashMap<>();

    private Simplifier(boolean fast) {
        this.fast = fast;
    }

    static Traced simplify(Traced t, boolean fast) {
        return new Simplifier(fast).run(t);
    }

    @Override
    List<Tensor> rewrite(OpNode node, List<Tensor> in) {
        Tensor same = withoutEffect(node, in);
        if (same != null) {
            return List.of(same);
        }
        List<Object> key = new ArrayList<>(in.size() + 2);
        key.add(node.op());
        key.add(node.attributes());
        for (Tensor t : in) {
            key.add(new Identity(t.canonical()));
        }
        List<Tensor> before = known.get(key);
        if (before != null) {
            return before;
        }
        List<Tensor> made = make(node, in);
        known.put(key, made);
        return made;
    }

    private List<Tensor> make(OpNode node, List<Tensor> in) {
        OpNode plain = (OpNode) Op.replay(node, in).get(0).node();
        Tensor folded = fold(plain);
        if (folded != null) {
            return List.of(folded);
        }
        if (definition(plain) != null && !(fast && (lower(plain) != null || LoopTask.acceptsMulti(plain)))) {
            return expand(plain, in);
        }
        Tensor better = fast ? better(plain, in) : null;
        return better != null ? List.of(better) : plain.outputs();
    }

    /** The definition is made of nodes of its own, which are simplified in turn. */
    @SuppressWarnings("unchecked")
    private List<Tensor> expand(OpNode node, List<Tensor> in) {
        Op.Definition<Object> d = ((Op<Object>) node.op()).definition();
        if (d == null) {
            throw new IllegalStateException("No definition.");
        }
        List<Tensor> outs = d.outputs(in, node.attributes());
        return new Inner(in).simplify(outs);
    }

    /** Simplifies the nodes between given inputs and outputs with this simplifier's knowledge. */
    private final class Inner {
        private final java.util.IdentityHashMap<Tensor, Tensor> stand = new java.util.IdentityHashMap<>();

        Inner(List<Tensor> inputs) {
            for (Tensor t : inputs) {
                stand.put(t.canonical(), t.canonical());
            }
        }

        List<Tensor> simplify(List<Tensor> outs) {
            java.util.ArrayDeque<Node> stack = new java.util.ArrayDeque<>();
            for (Tensor o : outs) {
                stack.push(o.canonical().node());
                while (!stack.isEmpty()) {
                    Node n = stack.peek();
                    if (stand.containsKey(n.outputs().get(0))) {
                        stack.pop();
                        continue;
                    }
                    if (!(n instanceof OpNode op)) {
                        stand.put(n.output(), n.output());
                        stack.pop();
                        continue;
                    }
                    boolean ready = true;
                    for (Tensor x : op.inputs()) {
                        if (!stand.containsKey(x.canonical())) {
                            stack.push(x.canonical().node());
                            ready = false;
                        }
                    }
                    if (ready) {
                        stack.pop();
                        List<Tensor> in = new ArrayList<>();
                        for (Tensor x : op.inputs()) {
                            in.add(stand.get(x.canonical()));
                        }
                        List<Tensor> made = rewrite(op, in);
                        for (int i = 0; i < made.size(); i++) {
                            stand.put(op.outputs().get(i), made.get(i));
                        }
                    }
                }
            }
            List<Tensor> result = new ArrayList<>();
            for (Tensor o : outs) {
                result.add(stand.get(o.canonical()));
            }
            return result;
        }
    }

    /** The input itself where the op changes nothing. */
    private static @Nullable Tensor withoutEffect(OpNode n, List<Tensor> in) {
        if (in.isEmpty() || n.outputs().size() != 1) {
            return null;
        }
        Op<?> op = n.op();
        Tensor x = in.get(0);
        boolean sameSpec = n.outputs().get(0).spec().equals(x.spec());
        if (op == Arithmetic.STOP_GRADIENT || op == Shaping.IDENTITY) {
            return x;
        }
        if (sameSpec && (op == Shaping.RESHAPE || op == Shaping.BROADCAST_TO || op == Arithmetic.CAST)) {
            return x;
        }
        if (sameSpec && in.size() == 2) {
            Double k = scalar(in.get(1));
            if (k != null
                    && ((k == 1 && (op == Arithmetic.MULTIPLY || op == Arithmetic.DIVIDE))
                            || (k == 0 && (op == Arithmetic.ADD || op == Arithmetic.SUBTRACT)))) {
                return x;
            }
        }
        if (in.size() == 2 && n.output().spec().equals(in.get(1).spec())) {
            Double k = scalar(x);
            if (k != null && ((k == 1 && op == Arithmetic.MULTIPLY) || (k == 0 && op == Arithmetic.ADD))) {
                return in.get(1);
            }
        }
        return null;
    }

    /** A cheaper way to the same result. */
    private static @Nullable Tensor better(OpNode n, List<Tensor> in) {
        Op<?> op = n.op();
        if (op == Shaping.RESHAPE && in.get(0).node() instanceof OpNode inner && inner.op() == Shaping.RESHAPE) {
            return Shaping.RESHAPE.apply(
                    new Shaping.Target(n.output().shape()), inner.inputs().get(0));
        }
        if (op == Structure.SLICE) {
            return flippedTwice((Structure.Slices) n.attributes(), in.get(0));
        }
        if (op == Shaping.TRANSPOSE) {
            Shaping.Order order = (Shaping.Order) n.attributes();
            Tensor lookedUp = transposedLookup(order, in.get(0));
            return lookedUp != null ? lookedUp : transposedTwice(order, in.get(0));
        }
        if (op == LinearAlgebra.MATMUL) {
            return matmulOfTransposed(n, in);
        }
        if (op == Arithmetic.ADD) {
            Tensor joined = PlacedParts.joined(n);
            if (joined != null) {
                return joined;
            }
        }
        if (op.pointwise() != null) {
            return withoutStretching(n, in);
        }
        return null;
    }

    /** Two flips one after the other are one or none, as around a recurrence that goes backwards. */
    private static @Nullable Tensor flippedTwice(Structure.Slices second, Tensor x) {
        if (!second.isFlip() || !(x.node() instanceof OpNode inner) || inner.op() != Structure.SLICE) {
            return null;
        }
        Structure.Slices first = (Structure.Slices) inner.attributes();
        if (!first.isFlip()) {
            return null;
        }
        Structure.Slices both = second.after(first);
        Tensor from = inner.inputs().get(0);
        return both.axes().stream().allMatch(Slice.ALL::equals) ? from : Structure.SLICE.apply(both, from);
    }

    /** Two transpositions are one or none, as between recurrences. */
    private static @Nullable Tensor transposedTwice(Shaping.Order second, Tensor x) {
        if (!(x.node() instanceof OpNode first) || first.op() != Shaping.TRANSPOSE) {
            return null;
        }
        Tensor from = first.inputs().get(0);
        Shaping.Order both = second.after((Shaping.Order) first.attributes());
        return both.movesOnly(0) ? from : Shaping.TRANSPOSE.apply(both, from);
    }

    /** Whole rows that change places are looked up in their new order, as before a recurrence that has steps first. */
    private static @Nullable Tensor transposedLookup(Shaping.Order order, Tensor x) {
        if (!(x.node() instanceof OpNode n)
                || n.op() != Lookups.GATHER
                || ((Lookups.Along) n.attributes()).axis() != 0) {
            return null;
        }
        Tensor numbers = n.inputs().get(1);
        if (!order.movesOnly(numbers.rank())) {
            return null;
        }
        Tensor turned = Shaping.TRANSPOSE.apply(order.first(numbers.rank()), numbers);
        return Lookups.GATHER.apply((Lookups.Along) n.attributes(), n.inputs().get(0), turned);
    }

    /** A transposition of the last two axes before a product becomes a flag of the product. */
    private static @Nullable Tensor matmulOfTransposed(OpNode n, List<Tensor> in) {
        LinearAlgebra.Transposed t = (LinearAlgebra.Transposed) n.attributes();
        Tensor a = untransposed(in.get(0));
        Tensor b = untransposed(in.get(1));
        if (a == null && b == null) {
            return null;
        }
        return LinearAlgebra.matmul(
                a == null ? in.get(0) : a, b == null ? in.get(1) : b, t.a() ^ (a != null), t.b() ^ (b != null));
    }

    private static @Nullable Tensor untransposed(Tensor t) {
        if (!(t.node() instanceof OpNode n) || n.op() != Shaping.TRANSPOSE) {
            return null;
        }
        List<Integer> axes = ((Shaping.Order) n.attributes()).axes();
        int rank = axes.size();
        for (int i = 0; i < rank - 2; i++) {
            if (axes.get(i) != i) {
                return null;
            }
        }
        return rank >= 2 && axes.get(rank - 2) == rank - 1 ? n.inputs().get(0) : null;
    }

    /** Pointwise ops stretch their operands themselves. */
    private static @Nullable Tensor withoutStretching(OpNode n, List<Tensor> in) {
        List<Tensor> slim = new ArrayList<>(in);
        boolean changed = false;
        for (int i = 0; i < slim.size(); i++) {
            if (slim.get(i).node() instanceof OpNode b && b.op() == Shaping.BROADCAST_TO) {
                Tensor kept = slim.set(i, b.inputs().get(0));
                if (fits(n, slim)) {
                    changed = true;
                } else {
                    slim.set(i, kept);
                }
            }
        }
        return changed ? Op.replay(n, slim).get(0) : null;
    }

    private static boolean fits(OpNode n, List<Tensor> in) {
        Shape s = Shape.SCALAR;
        for (Tensor t : in) {
            s = Shape.broadcast(s, t.shape());
        }
        return s.equals(n.output().shape());
    }

    private @Nullable Tensor fold(OpNode n) {
        if (n.outputs().size() != 1
                || n.output().size() > FOLDED_ELEMENTS
                || n.op().definition() != null
                || ControlTask.accepts(n)) {
            return null;
        }
        for (Tensor t : n.inputs()) {
            if (!(t.node() instanceof Constant) || t.size() > FOLDED_ELEMENTS) {
                return null;
            }
        }
        return n.inputs().isEmpty() ? null : compute(n);
    }

    @SuppressWarnings("unchecked")
    private static Tensor compute(OpNode n) {
        Host[] in = new Host[n.inputs().size()];
        for (int i = 0; i < in.length; i++) {
            Storage s = n.inputs().get(i).value();
            in[i] = new Host(s.dtype(), s.shape());
            in[i].load(s.view());
        }
        Storage out = Storage.allocate(n.output().dtype(), n.output().shape());
        Host h = new Host(out.dtype(), out.shape());
        References.of((Op<Object>) n.op(), n.attributes()).run(n.attributes(), in, new Host[] {h});
        h.store(out.view());
        return Tensor.of(out);
    }

    /** The value of a constant that is a single number. */
    static @Nullable Double scalar(Tensor t) {
        if (!(t.node() instanceof Constant c)
                || c.value().size() != 1
                || c.value().dtype() == DType.BOOL) {
            return null;
        }
        return Tensor.of(c.value()).doubleScalar();
    }

    @SuppressWarnings("unchecked")
    static Lowering.@Nullable Maker lower(OpNode n) {
        Lowering<Object> l = ((Op<Object>) n.op()).lowering();
        return l == null ? null : l.lower(n, n.attributes());
    }

    private static @Nullable Object definition(OpNode n) {
        return n.op().definition();
    }

    /** A tensor compared by identity. */
    private record Identity(Tensor tensor) {
        @Override
        public boolean equals(Object o) {
            return o instanceof Identity i && i.tensor == tensor;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(tensor);
        }
    }
}
