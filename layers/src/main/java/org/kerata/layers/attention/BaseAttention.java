package org.kerata.layers.attention;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Spec;
import org.kerata.layers.Call;
import org.kerata.layers.CallOptions;
import org.kerata.layers.FluentLayer;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.layers.SeedGenerator;

/**
 * What layers share in which queries look at keys: weights that may be dropped and returned, and queries that may not look ahead.
 *
 * @param <L> the layer's own type
 */
public abstract class BaseAttention<L extends BaseAttention<L>> extends FluentLayer<L> {
    private static final String CAUSAL = "use_causal_mask";
    private static final String SCORES = "return_attention_scores";

    private final Option<Double> dropout = option("dropout", Kind.real("from 0 to 1", x -> x >= 0 && x <= 1), 0.0);
    private final Option<Long> seed = optional("seed", SEED);

    private boolean causal;
    private boolean returnScores;
    private @Nullable SeedGenerator random;

    BaseAttention() {
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
     * Whether a query looks only at keys up to its own place, in calls from now on that do not say; false by default. In Keras {@code
     * use_causal_mask}, an argument of the call and no part of the config.
     */
    public L useCausalMask(boolean causal) {
        this.causal = causal;
        return self();
    }

    /**
     * Whether the weights are returned as a second output, in calls from now on that do not say; false by default. In Keras {@code
     * return_attention_scores}, an argument of the call and no part of the config.
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
    public Map<String, Boolean> flags() {
        return Map.of(CAUSAL, causal, SCORES, returnScores);
    }

    /** Type and shape of the output. */
    abstract Spec found(List<Spec> inputs);

    /** The shape of the weights. */
    abstract Shape scores(List<Spec> inputs);

    @Override
    protected final List<Spec> outputSpecs(List<Spec> inputs) {
        return outputSpecs(inputs, new CallOptions().flag(SCORES, returnScores));
    }

    @Override
    protected final List<Spec> outputSpecs(List<Spec> inputs, CallOptions options) {
        List<Spec> out = new ArrayList<>();
        out.add(found(inputs));
        if (options.flags().getOrDefault(SCORES, false)) {
            out.add(new Spec(dtype(), scores(inputs)));
        }
        return out;
    }

    /** When the layer is built. */
    final void makeRandom() {
        random = drops() ? seedGenerator(seed) : null;
    }

    /** Whether weights are dropped in training. */
    final boolean drops() {
        return dropout.get() > 0;
    }

    final double dropoutRate() {
        return dropout.get();
    }

    /** What decides which weights a call drops; null if it drops none. */
    final @Nullable Tensor drops(Call call) {
        return random == null || !call.training() ? null : random.next();
    }

    static boolean isCausal(Call call) {
        return call.flag(CAUSAL);
    }

    static boolean returnsScores(Call call) {
        return call.flag(SCORES);
    }
}
