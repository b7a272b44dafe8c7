package org.kerata.layers.attention;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.ops.Randoms;
import org.kerata.layers.Call;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.layers.SeedGenerator;

/**
 * Attention without projections: {@code softmax(scores of queries and keys) · values}.
 *
 * <p>Inputs: queries {@code (batch, T, dim)}, values {@code (batch, S, size)} and perhaps keys {@code (batch, S, dim)}, by default the
 * values. What the values' mask leaves out is not looked at; where the queries' mask leaves out a query, its output is 0. Outputs: {@code
 * (batch, T, size)} and, with {@code returnAttentionScores}, the weights {@code (batch, T, S)}.
 *
 * @param <L> the layer's own type
 */
public abstract class SequenceAttention<L extends SequenceAttention<L>> extends FluentLayer<L> {
    private static final double CLOSED = 1e9;

    private final Option<Double> dropout = option("dropout", Kind.real("from 0 to 1", x -> x >= 0 && x <= 1), 0.0);
    private final Option<Long> seed = optional("seed", SEED);

    private boolean causal;
    private boolean returnScores;
    private @Nullable SeedGenerator random;

    SequenceAttention() {
        supportsMasking(true);
    }

    /** The probability with which a weight is dropped in training; 0 by default. */
    public L dropout(double rate) {
        return with(dropout, rate);
    }

    /** Where the random numbers of dropout start; by default that follows from the seed of the process and the layers' order. */
    public L seed(long seed) {
        return with(this.seed, seed);
    }

    /**
     * Whether a query looks only at keys up to its own place; false by default. In Keras {@code use_causal_mask}, an argument of the call
     * and no part of the config.
     */
    public L useCausalMask(boolean causal) {
        this.causal = causal;
        return self();
    }

    /**
     * Whether the weights are returned as a second output; false by default. In Keras {@code return_attention_scores}, an argument of the
     * call and no part of the config.
     */
    public L returnAttentionScores(boolean returnScores) {
        this.returnScores = returnScores;
        return self();
    }

    @SuppressWarnings("unchecked")
    private L self() {
        return (L) this;
    }

    @Override
    public Map<String, Object> callOptions() {
        Map<String, Object> out = new LinkedHashMap<>();
        if (causal) {
            out.put("use_causal_mask", true);
        }
        if (returnScores) {
            out.put("return_attention_scores", true);
        }
        return out;
    }

    @Override
    public boolean callOption(String name, @Nullable Object value) {
        if (value instanceof Boolean b && name.equals("use_causal_mask")) {
            useCausalMask(b);
            return true;
        }
        if (value instanceof Boolean b && name.equals("return_attention_scores")) {
            returnAttentionScores(b);
            return true;
        }
        return super.callOption(name, value);
    }

    /** Makes the weights for queries of this size. */
    abstract void makeWeights(long size);

    /** The scores (batch, T, S). */
    abstract Tensor scores(Tensor query, Tensor key);

    /** What attention of one head makes of it, if the scores are products; else null. */
    @Nullable
    Tensor product(Tensor query, Tensor key, Tensor value, @Nullable Tensor open, boolean causal) {
        return null;
    }

    @Override
    protected void build(List<Shape> inputs) {
        require(inputs.size());
        makeWeights(inputs.get(0).last());
        random = dropout.get() > 0 ? seedGenerator(seed) : null;
    }

    private static void require(int inputs) {
        if (inputs < 2 || inputs > 3) {
            throw new ShapeException("It takes queries, values and perhaps keys. Received: " + inputs
                    + (inputs == 1 ? " input." : " inputs."));
        }
    }

    @Override
    protected List<Spec> outputSpecs(List<Spec> inputs) {
        require(inputs.size());
        Shape q = inputs.get(0).shape();
        Shape v = inputs.get(1).shape();
        List<Spec> out = new ArrayList<>();
        out.add(new Spec(dtype(), q.with(q.rank() - 1, v.last())));
        if (returnScores) {
            out.add(new Spec(dtype(), q.with(q.rank() - 1, v.dim(-2))));
        }
        return out;
    }

    @Override
    protected List<Tensor> call(List<Tensor> xs, Call call) {
        require(xs.size());
        Tensor q = xs.get(0);
        Tensor v = xs.get(1);
        Tensor k = xs.size() > 2 ? xs.get(2) : v;
        Tensor open = call.mask(1);
        SeedGenerator r = call.training() ? random : null;
        Tensor fast = r != null || returnScores ? null : product(q, k, v, open, causal);
        if (fast != null) {
            return List.of(cleared(fast, call.mask(0)));
        }
        Tensor scores = scores(q, k);
        Tensor mask = mask(scores.shape(), open);
        if (mask != null) {
            scores = Ops.where(mask, scores, scores.minus(CLOSED));
        }
        Tensor weights = Ops.softmax(scores, -1);
        if (r != null) {
            weights = Randoms.DROPOUT.apply(new Randoms.Dropped(dropout.get(), null, 0), weights, r.next());
        }
        Tensor y = cleared(weights.matmul(v), call.mask(0));
        return returnScores ? List.of(y, weights) : List.of(y);
    }

    private @Nullable Tensor mask(Shape scores, @Nullable Tensor open) {
        Tensor values = open == null ? null : Ops.expandDims(open, -2);
        if (!causal) {
            return values;
        }
        int rows = scores.intDim(-2);
        int columns = scores.intDim(-1);
        Tensor places =
                Ops.reshape(Ops.arange(rows), rows, 1).greaterEqual(Ops.reshape(Ops.arange(columns), 1, columns));
        return values == null ? places : Ops.logicalAnd(values, places);
    }

    private static Tensor cleared(Tensor y, @Nullable Tensor mask) {
        return mask == null ? y : Ops.where(Ops.expandDims(mask, -1), y, Ops.zerosLike(y));
    }
}
