package org.kerata.layers.attention;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.ops.Randoms;
import org.kerata.layers.Call;

/**
 * Attention without projections: {@code softmax(scores of queries and keys) · values}.
 *
 * <p>Inputs: queries {@code (batch, T, dim)}, values {@code (batch, S, size)} and perhaps keys {@code (batch, S, dim)}, by default the
 * values. What the values' mask leaves out is not looked at; where the queries' mask leaves out a query, its output is 0. Outputs: {@code
 * (batch, T, size)} and, with {@code returnAttentionScores}, the weights {@code (batch, T, S)}.
 *
 * @param <L> the layer's own type
 */
public abstract class SequenceAttention<L extends SequenceAttention<L>> extends BaseAttention<L> {
    private static final double CLOSED = 1e9;

    SequenceAttention() {}

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
        makeRandom();
    }

    private static void require(int inputs) {
        if (inputs < 2 || inputs > 3) {
            throw new ShapeException("It takes queries, values and perhaps keys. Received: " + inputs
                    + (inputs == 1 ? " input." : " inputs."));
        }
    }

    @Override
    Spec found(List<Spec> inputs) {
        require(inputs.size());
        Shape q = inputs.get(0).shape();
        return new Spec(dtype(), q.with(q.rank() - 1, inputs.get(1).shape().last()));
    }

    @Override
    Shape scores(List<Spec> inputs) {
        Shape q = inputs.get(0).shape();
        return q.with(q.rank() - 1, inputs.get(1).shape().dim(-2));
    }

    @Override
    protected List<Tensor> call(List<Tensor> xs, Call call) {
        require(xs.size());
        Tensor q = xs.get(0);
        Tensor v = xs.get(1);
        Tensor k = xs.size() > 2 ? xs.get(2) : v;
        Tensor open = call.mask(1);
        boolean causal = isCausal(call);
        Tensor drops = drops(call);
        Tensor fast = drops != null || returnsScores(call) ? null : product(q, k, v, open, causal);
        if (fast != null) {
            return List.of(cleared(fast, call.mask(0)));
        }
        Tensor scores = scores(q, k);
        Tensor mask = mask(scores.shape(), open, causal);
        if (mask != null) {
            scores = Ops.where(mask, scores, scores.minus(CLOSED));
        }
        Tensor weights = Ops.softmax(scores, -1);
        if (drops != null) {
            weights = Randoms.DROPOUT.apply(new Randoms.Dropped(dropoutRate(), null, 0), weights, drops);
        }
        Tensor y = cleared(weights.matmul(v), call.mask(0));
        return returnsScores(call) ? List.of(y, weights) : List.of(y);
    }

    /** A tensor of its own, as in Keras: that decides in which order layers stand in a model. */
    @Override
    protected @Nullable Tensor computeMask(List<Tensor> inputs, Call call) {
        Tensor mask = call.mask(0);
        return mask == null ? null : Ops.identity(mask);
    }

    private static @Nullable Tensor mask(Shape scores, @Nullable Tensor open, boolean causal) {
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
