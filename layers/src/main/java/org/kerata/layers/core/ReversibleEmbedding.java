package org.kerata.layers.core;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.autodiff.graph.Spec;
import org.kerata.layers.Call;
import org.kerata.layers.CallOptions;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * An {@link Embedding} that also goes the other way: from vectors to a score for each number, as at the end of a language model.
 *
 * <p>Input {@code (batch, …)} of whole numbers and output {@code (batch, …, outputDim)}; in a call with {@code reverse}, input {@code
 * (batch, …, outputDim)} and output {@code (batch, …, inputDim)}, the products with the vectors. Weights: {@code embeddings (inputDim,
 * outputDim)} and, unless they are tied, {@code reverse_embeddings (outputDim, inputDim)}. Press and Wolf, Using the Output Embedding to
 * Improve Language Models, 2016. Keras: {@code keras.layers.ReversibleEmbedding}.
 */
public final class ReversibleEmbedding extends BaseEmbedding<ReversibleEmbedding> {
    private static final String REVERSE = "reverse";

    private final Option<Boolean> tieWeights = option("tie_weights", BOOL, true);
    private final Option<DType> reverseDtype = optional(
            "reverse_dtype",
            Kind.of(
                    "the name of a floating-point type",
                    v -> {
                        DType type = v instanceof DType given ? given : v instanceof String s ? DType.of(s) : null;
                        return type != null && type.isFloating() ? type : null;
                    },
                    DType::toString));
    private final Option<Double> logitSoftCap = optional("logit_soft_cap", Kind.real("above 0", x -> x > 0));

    private boolean reverse;
    private @Nullable Variable reverseEmbeddings;

    ReversibleEmbedding() {}

    /** Vectors of length {@code outputDim} for the numbers from 0 to {@code inputDim - 1}, the size of a vocabulary. */
    public ReversibleEmbedding(int inputDim, int outputDim) {
        sizes(inputDim, outputDim);
    }

    /** Whether the way back uses the same vectors; true by default. */
    public ReversibleEmbedding tieWeights(boolean tie) {
        return with(tieWeights, tie);
    }

    /** The type in which the way back is computed, {@code "float32"} for example; the layer's by default. */
    public ReversibleEmbedding reverseDtype(String type) {
        return with(reverseDtype, type);
    }

    /** Keeps scores between the negative of this number and it, by a hyperbolic tangent; by default they are as they are. */
    public ReversibleEmbedding logitSoftCap(double cap) {
        return with(logitSoftCap, cap);
    }

    /**
     * Whether calls from now on that do not say go from vectors to scores; false by default. In Keras {@code reverse}, an argument of the
     * call and no part of the config; here {@code layer.apply(x, new CallOptions().flag("reverse", true))}.
     */
    public ReversibleEmbedding reverse(boolean reverse) {
        this.reverse = reverse;
        return this;
    }

    @Override
    public Map<String, Boolean> flags() {
        return Map.of(REVERSE, reverse);
    }

    @Override
    protected void build(Shape input) {
        super.build(input);
        reverseEmbeddings = tieWeights.get()
                ? null
                : weight("reverse_embeddings", shape(outputDim.get(), inputDim.get()), embeddingsInitializer.get());
    }

    @Override
    protected List<Spec> outputSpecs(List<Spec> inputs) {
        return outputSpecs(inputs, new CallOptions().flag(REVERSE, reverse));
    }

    @Override
    protected List<Spec> outputSpecs(List<Spec> inputs, CallOptions options) {
        Shape in = inputs.get(0).shape();
        boolean back = options.flags().getOrDefault(REVERSE, reverse);
        DType other = reverseDtype.orNull();
        return List.of(
                back
                        ? new Spec(other == null ? dtype() : other, in.with(in.rank() - 1, inputDim.get()))
                        : new Spec(dtype(), in.append(outputDim.get())));
    }

    @Override
    protected Tensor call(Tensor x, Call call) {
        if (call.flag(REVERSE)) {
            return scores(x);
        }
        Tensor y = vectorsOf(x);
        // As in Keras: a mask that is there when the layer computes, but not yet when a model is wired.
        call.setMask(y, maskOf(x));
        return y;
    }

    private Tensor scores(Tensor x) {
        Variable own = reverseEmbeddings;
        DType other = reverseDtype.orNull();
        DType type = other == null ? dtype() : other;
        Tensor kernel = own == null ? Ops.transpose(vectors()) : own.read();
        Tensor y = x.cast(type).matmul(kernel.cast(type));
        Double cap = logitSoftCap.orNull();
        return cap == null ? y : Ops.tanh(y.div(cap)).times(cap);
    }

    @Override
    protected @Nullable Tensor computeMask(List<Tensor> inputs, Call call) {
        return null;
    }
}
