package org.kerata.layers.attention;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Option;
import org.kerata.layers.initializers.GlorotUniform;

/**
 * Attention without projections whose scores are sums of the hyperbolic tangents of queries plus keys. Bahdanau's attention.
 *
 * <p>Inputs: queries {@code (batch, T, dim)}, values {@code (batch, S, size)} and perhaps keys {@code (batch, S, dim)}. Outputs: {@code
 * (batch, T, size)} and, with {@code returnAttentionScores}, the weights {@code (batch, T, S)}. Weights: {@code scale (dim)} with {@code
 * useScale}. Keras: {@code keras.layers.AdditiveAttention}.
 */
public final class AdditiveAttention extends SequenceAttention<AdditiveAttention> {
    private final Option<Boolean> useScale = option("use_scale", BOOL, true);

    private @Nullable Variable scale;

    /** With a scale. */
    public AdditiveAttention() {}

    /** Whether each feature has a factor that is learnt; true by default. */
    public AdditiveAttention useScale(boolean useScale) {
        return with(this.useScale, useScale);
    }

    @Override
    void makeWeights(long size) {
        scale = useScale.get() ? weight("scale", shape(size), new GlorotUniform()) : null;
    }

    @Override
    Tensor scores(Tensor query, Tensor key) {
        Tensor t = Ops.tanh(Ops.expandDims(query, -2).plus(Ops.expandDims(key, -3)));
        return Ops.sum(scale == null ? t : t.times(scale), new int[] {-1}, false);
    }
}
