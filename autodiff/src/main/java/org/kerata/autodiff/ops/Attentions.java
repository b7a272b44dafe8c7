package org.kerata.autodiff.ops;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Adjoint;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.compile.AttentionGradientTask;
import org.kerata.autodiff.internal.compile.AttentionTask;

/** Scaled dot-product attention: Vaswani et al., Attention Is All You Need. */
public final class Attentions {
    /** What stands for a score that a mask closes: large, but finite, so that a row without an open score becomes even. */
    public static final double CLOSED = -0.7 * Float.MAX_VALUE;

    private static final int[] HEADS_FIRST = {0, 2, 1, 3};

    private Attentions() {}

    /**
     * How attention is computed.
     *
     * @param scale the factor of the products of queries and keys
     * @param causal whether a query sees only keys up to its own place
     * @param window if above 0, a query sees only keys less than so many places away
     * @param masks how many masks there are among the inputs
     * @param bias whether a bias is among the inputs
     * @param dropout the probability with which a weight is dropped; above 0, a key is among the inputs
     * @param salt tells draws apart that share a key
     * @param zeroes whether a query all of whose keys are closed gives no weight to any, else the same to all
     */
    public record Attention(
            double scale,
            boolean causal,
            int window,
            int masks,
            boolean bias,
            double dropout,
            int salt,
            boolean zeroes) {
        /** Which input is the bias. */
        int biasInput() {
            return 3 + masks;
        }

        /** Which input is the key of the random draw. */
        int keyInput() {
            return 3 + masks + (bias ? 1 : 0);
        }
    }

    /**
     * From queries {@code (batch, T, heads, width)}, keys {@code (batch, S, pairs, width)}, values {@code (batch, S, pairs, depth)}, of
     * which a pair serves as many neighbouring heads as come on it, and masks (true where open), the bias and the random key, if any: what
     * each query finds, {@code (batch, T, heads, depth)}; and the weights it gave to the values, {@code (batch, heads, T, S)}, as they were
     * before any was dropped. Masks and bias have four axes, broadcast to the weights' shape; the bias is added before masks apply.
     */
    public static final Op<Attention> ATTENTION = Op.<Attention>named("attention")
            .shapes(Attentions::infer)
            .definition((in, a) -> {
                Tensor weights = Ops.softmax(scores(in, a), -1);
                for (Tensor open : a.zeroes ? masks(in, a) : List.<Tensor>of()) {
                    weights = Ops.where(open, weights, Tensor.scalar(0, weights.dtype()));
                }
                Tensor kept = dropped(weights, in, a);
                Tensor values = headsFirst(in.get(2), repeats(in));
                return List.of(Ops.transpose(LinearAlgebra.matmul(kept, values, false, false), HEADS_FIRST), weights);
            })
            .gradient(Attentions::gradient)
            .kernel(AttentionTask::lower)
            .build();

    /**
     * From the inputs of an {@link #ATTENTION} without bias, its weights and the gradient of what was found: the gradients of queries, keys
     * and values. The weights and the gradient stand behind the other inputs.
     */
    public static final Op<Attention> ATTENTION_GRAD = Op.<Attention>named("attention_grad")
            .shapes((in, a) -> in.subList(0, 3))
            .definition((in, a) -> {
                int repeats = repeats(in);
                Tensor weights = in.get(in.size() - 2);
                Tensor dy = headsFirst(in.get(in.size() - 1), 1);
                Tensor dvalues = LinearAlgebra.matmul(dropped(weights, in, a), dy, true, false);
                Tensor dweights = dropped(LinearAlgebra.matmul(dy, headsFirst(in.get(2), repeats), false, true), in, a);
                Tensor centred = dweights.minus(Ops.sum(dweights.times(weights), new int[] {-1}, true));
                Tensor dscores = weights.times(centred);
                for (Tensor open : masks(in, a)) {
                    dscores = Ops.where(open, dscores, Tensor.scalar(0, dscores.dtype()));
                }
                dscores = dscores.times(a.scale);
                Tensor dq = LinearAlgebra.matmul(dscores, headsFirst(in.get(1), repeats), false, false);
                Tensor dk = LinearAlgebra.matmul(dscores, headsFirst(in.get(0), 1), true, false);
                return List.of(headsFirst(dq, 1), folded(dk, repeats), folded(dvalues, repeats));
            })
            .kernel(AttentionGradientTask::lower)
            .build();

    private static List<Spec> infer(List<Spec> in, Attention a) {
        Spec q = in.get(0);
        Rules.requireFloating(q);
        for (int i = 0; i < 3; i++) {
            if (in.get(i).shape().rank() != 4 || in.get(i).dtype() != q.dtype()) {
                throw new ShapeException("Queries, keys and values must be " + q.dtype()
                        + " of shape (batch, length, heads, size). Received: " + in.subList(0, 3) + ".");
            }
        }
        Shape query = q.shape();
        Shape key = in.get(1).shape();
        Shape value = in.get(2).shape();
        boolean fits = key.slice(0, 3).matches(value.slice(0, 3))
                && query.slice(0, 1).matches(key.slice(0, 1))
                && query.last() == key.last();
        if (!fits || query.dim(2) % key.dim(2) != 0) {
            throw new ShapeException("Keys and values must agree but for their last axes, queries and keys in batch and"
                    + " last axis, and the queries' heads must be a multiple of the keys'. Received: queries "
                    + query + ", keys " + key + ", values " + value + ".");
        }
        Shape weights = Shape.of(query.dim(0), query.dim(2), query.dim(1), key.dim(1));
        for (int i = 3; i < a.keyInput(); i++) {
            Shape s = in.get(i).shape();
            boolean mask = i < a.biasInput();
            if (in.get(i).dtype() != (mask ? DType.BOOL : q.dtype()) || !stretches(s, weights)) {
                throw new ShapeException("A " + (mask ? "mask must be bool" : "bias must be " + q.dtype())
                        + " with four axes that can be broadcast to the weights' shape " + weights + ". Received: "
                        + in.get(i) + ".");
            }
        }
        return List.of(q.with(query.with(3, value.last())), q.with(weights));
    }

    private static boolean stretches(Shape s, Shape to) {
        boolean fits = s.rank() == to.rank();
        for (int i = 0; fits && i < s.rank(); i++) {
            boolean open = s.dim(i) == Shape.UNKNOWN || to.dim(i) == Shape.UNKNOWN;
            fits = s.dim(i) == 1 || s.dim(i) == to.dim(i) || open;
        }
        return fits;
    }

    private static Tensor scores(List<Tensor> in, Attention a) {
        Tensor q = headsFirst(in.get(0), 1);
        Tensor k = headsFirst(in.get(1), repeats(in));
        Tensor scores = LinearAlgebra.matmul(q, k, false, true).times(a.scale);
        if (a.bias) {
            scores = scores.plus(in.get(a.biasInput()));
        }
        for (Tensor open : masks(in, a)) {
            scores = Ops.where(open, scores, Tensor.scalar(CLOSED, scores.dtype()));
        }
        return scores;
    }

    /** The masks that were given, and those that follow from places. */
    private static List<Tensor> masks(List<Tensor> in, Attention a) {
        List<Tensor> out = new ArrayList<>(in.subList(3, 3 + a.masks));
        if (a.causal || a.window > 0) {
            int queries = in.get(0).shape().intDim(1);
            int keys = in.get(1).shape().intDim(1);
            Tensor row = Ops.reshape(Ops.arange(queries), 1, 1, queries, 1);
            Tensor column = Ops.reshape(Ops.arange(keys), 1, 1, 1, keys);
            if (a.causal) {
                out.add(row.greaterEqual(column));
            }
            if (a.window > 0) {
                out.add(Ops.absolute(row.minus(column)).less(a.window));
            }
        }
        return out;
    }

    private static Tensor dropped(Tensor weights, List<Tensor> in, Attention a) {
        return a.dropout == 0
                ? weights
                : Randoms.DROPOUT.apply(new Randoms.Dropped(a.dropout, null, a.salt), weights, in.get(a.keyInput()));
    }

    private static int repeats(List<Tensor> in) {
        return (int) (in.get(0).shape().dim(2) / in.get(1).shape().dim(2));
    }

    /** From (batch, length, heads, size) to (batch, heads · repeats, length, size), or, without repeats, back. */
    private static Tensor headsFirst(Tensor t, int repeats) {
        Tensor first = Ops.transpose(t, HEADS_FIRST);
        if (repeats == 1) {
            return first;
        }
        Shape s = first.shape();
        Tensor apart = Ops.reshape(first, s.dim(0), s.dim(1), 1, s.dim(2), s.dim(3));
        Tensor stretched = Ops.broadcastTo(apart, Shape.of(s.dim(0), s.dim(1), repeats, s.dim(2), s.dim(3)));
        return Ops.reshape(stretched, s.dim(0), s.dim(1) * repeats, s.dim(2), s.dim(3));
    }

    /** What {@link #headsFirst} does to a gradient. */
    private static Tensor folded(Tensor t, int repeats) {
        if (repeats == 1) {
            return Ops.transpose(t, HEADS_FIRST);
        }
        Shape s = t.shape();
        Tensor apart = Ops.reshape(t, s.dim(0), s.dim(1) / repeats, repeats, s.dim(2), s.dim(3));
        return Ops.transpose(Ops.sum(apart, new int[] {2}, false), HEADS_FIRST);
    }

    /** By the definition where the bias or the weights themselves are asked about. */
    private static List<@Nullable Tensor> gradient(Adjoint<Attention> g) {
        Attention a = g.attributes();
        if (a.bias || g.dys().get(0) == null || g.dy(1) != null) {
            return Rules.throughDefinition(ATTENTION, g);
        }
        List<Tensor> in = new ArrayList<>(g.inputs());
        in.add(g.out(1));
        in.add(g.dy());
        List<@Nullable Tensor> out = new ArrayList<>(ATTENTION_GRAD.apply(a, in));
        while (out.size() < g.inputs().size()) {
            out.add(null);
        }
        return out;
    }
}
