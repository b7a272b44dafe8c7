package org.kerata.layers.attention;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.ops.Attentions;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.layers.initializers.Ones;

/**
 * Attention without projections whose scores are products of queries and keys, or, with {@code scoreMode("concat")}, sums of the
 * hyperbolic tangents of their sums. Luong's attention.
 *
 * <p>Inputs: queries {@code (batch, T, dim)}, values {@code (batch, S, size)} and perhaps keys {@code (batch, S, dim)}. Outputs: {@code
 * (batch, T, size)} and, with {@code returnAttentionScores}, the weights {@code (batch, T, S)}. Weights: {@code scale ()} with {@code
 * useScale}, {@code concat_score_weight ()} with {@code "concat"}. Keras: {@code keras.layers.Attention}.
 */
public final class Attention extends SequenceAttention<Attention> {
    private final Option<Boolean> useScale = option("use_scale", BOOL, false);
    private final Option<String> scoreMode = option("score_mode", Kind.oneOf("dot", "concat"), "dot");

    private @Nullable Variable scale;
    private @Nullable Variable concatScoreWeight;

    /** Of products, without a scale. */
    public Attention() {}

    /** Whether scores have a factor that is learnt; false by default. */
    public Attention useScale(boolean useScale) {
        return with(this.useScale, useScale);
    }

    /** How queries and keys are compared: {@code "dot"} (the default) or {@code "concat"}. */
    public Attention scoreMode(String scoreMode) {
        return with(this.scoreMode, scoreMode);
    }

    @Override
    void makeWeights(long size) {
        scale = useScale.get() ? weight("scale", shape(), new Ones()) : null;
        concatScoreWeight = isDot() ? null : weight("concat_score_weight", shape(), new Ones());
    }

    private boolean isDot() {
        return scoreMode.get().equals("dot");
    }

    @Override
    Tensor scores(Tensor query, Tensor key) {
        if (concatScoreWeight == null) {
            return scaled(query.matmul(Ops.swapaxes(key, -1, -2)));
        }
        Tensor sums = Ops.expandDims(query, -2).plus(Ops.expandDims(key, -3));
        return Ops.sum(Ops.tanh(scaled(sums)), new int[] {-1}, false).times(concatScoreWeight);
    }

    private Tensor scaled(Tensor t) {
        return scale == null ? t : t.times(scale);
    }

    @Override
    @Nullable
    Tensor product(Tensor query, Tensor key, Tensor value, @Nullable Tensor open, boolean causal) {
        if (!isDot() || query.rank() != 3) {
            return null;
        }
        List<Tensor> in = new ArrayList<>();
        for (Tensor t : List.of(scaled(query), key, value)) {
            in.add(Ops.expandDims(t, 2));
        }
        if (open != null) {
            in.add(Ops.expandDims(Ops.expandDims(open, 1), 1));
        }
        Attentions.Attention how = new Attentions.Attention(1, causal, 0, in.size() - 3, false, 0, 0, false);
        return Ops.squeeze(Attentions.ATTENTION.apply(how, in).get(0), 2);
    }
}
