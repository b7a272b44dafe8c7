package org.kerata.autodiff.ops;

import static org.kerata.autodiff.ops.Rules.grads;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.KerataException;
import org.kerata.autodiff.Shape;
import org.kerata.autodiff.ShapeException;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.graph.Adjoint;
import org.kerata.autodiff.graph.Op;
import org.kerata.autodiff.graph.Spec;
import org.kerata.autodiff.internal.kernels.reference.DistributionReference;
import org.kerata.autodiff.internal.kernels.reference.GammaReference;

/**
 * Random draws whose distribution depends on tensors. As those of {@link Randoms}, they follow from key, salt and place alone. Those of the
 * gamma and beta distributions have gradients by their parameters, the ones of numbers whose quantile stays, as in JAX; the others none. The
 * parameters come first and the key last.
 */
public final class Distributions {
    private Distributions() {}

    /** From {@code (probabilities, key)}, these broadcast to the shape: true with their probability. */
    public static final Op<Randoms.Draw> RANDOM_BERNOULLI = Op.<Randoms.Draw>named("random_bernoulli")
            .shape((in, a) -> drawn(in, a).with(DType.BOOL))
            .noGradient()
            .definition((in, a) ->
                    List.of(Randoms.RANDOM_UNIFORM.apply(a, in.get(1)).less(in.get(0))))
            .build();

    /**
     * How often each row is drawn from.
     *
     * @param salt tells draws apart that share a key
     */
    public record Samples(int count, int salt, DType dtype) {}

    /**
     * From {@code (logits (…, classes), key)}: as many classes of each row, {@code (…, count)}, each with the probability that softmax gives
     * it. Element i is the first class up to which the sum of the probabilities is above the number of word i.
     */
    public static final Op<Samples> RANDOM_CATEGORICAL = Op.<Samples>named("random_categorical")
            .shape((in, a) -> {
                Randoms.requireKey(in.get(1));
                Rules.requireFloating(in.get(0));
                Shape s = in.get(0).shape();
                if (s.rank() == 0 || s.last() == 0) {
                    throw new ShapeException(
                            "Logits must have a last axis of at least one class. Received: " + s + ".");
                }
                return new Spec(a.dtype, s.with(s.rank() - 1, a.count));
            })
            .noGradient()
            .reference(DistributionReference::categorical)
            .build();

    /** From {@code (counts, probabilities, key)}: of as many trials with this probability, how many succeed, as {@code float32}. */
    public static final Op<Randoms.Draw> RANDOM_BINOMIAL = Op.<Randoms.Draw>named("random_binomial")
            .shape(Distributions::drawn)
            .noGradient()
            .reference(DistributionReference::binomial)
            .build();

    /** From {@code (alpha, key)}: numbers of the gamma distribution with this shape parameter and scale 1, as {@code float32}. */
    public static final Op<Randoms.Draw> RANDOM_GAMMA = Op.<Randoms.Draw>named("random_gamma")
            .shape(Distributions::drawn)
            .gradient(g -> grads(
                    g.dy().times(Distributions.GAMMA_SLOPE.apply(g.attributes(), g.in(0), g.in(1)))
                            .cast(g.in(0).dtype()),
                    null))
            .reference(GammaReference::gamma)
            .build();

    /** From {@code (alpha, key)}: the derivatives of the gamma numbers of this draw by alpha. */
    public static final Op<Randoms.Draw> GAMMA_SLOPE = Op.<Randoms.Draw>named("random_gamma_slope")
            .shape(Distributions::drawn)
            .gradient(Distributions::noSecond)
            .reference(GammaReference::gammaGradient)
            .build();

    /** From {@code (alpha, beta, key)}: numbers of the beta distribution, as {@code float32}. */
    public static final Op<Randoms.Draw> RANDOM_BETA = Op.<Randoms.Draw>named("random_beta")
            .shape(Distributions::drawn)
            .gradient(g -> {
                List<Tensor> slopes = Distributions.BETA_SLOPES.apply(g.attributes(), g.inputs());
                return grads(
                        g.dy().times(slopes.get(0)).cast(g.in(0).dtype()),
                        g.dy().times(slopes.get(1)).cast(g.in(1).dtype()),
                        null);
            })
            .reference(GammaReference::beta)
            .build();

    /** From {@code (alpha, beta, key)}: the derivatives of the beta numbers of this draw by alpha, and by beta. */
    public static final Op<Randoms.Draw> BETA_SLOPES = Op.<Randoms.Draw>named("random_beta_slopes")
            .shapes((in, a) -> List.of(drawn(in, a), drawn(in, a)))
            .gradient(Distributions::noSecond)
            .reference(GammaReference::betaGradient)
            .build();

    private static List<@Nullable Tensor> noSecond(Adjoint<Randoms.Draw> g) {
        throw new KerataException(
                "Gradients.of: draws of the gamma and beta distributions have first derivatives by their"
                        + " parameters only. Wrap them in Ops.stopGradient if no second ones are wanted.");
    }

    private static Spec drawn(List<Spec> in, Randoms.Draw a) {
        int last = in.size() - 1;
        Randoms.requireKey(in.get(last));
        for (Spec s : in.subList(0, last)) {
            Rules.requireFloating(s);
            if (!Shape.broadcast(s.shape(), a.shape()).matches(a.shape())) {
                throw new ShapeException("The parameter of shape " + s.shape()
                        + " cannot be broadcast to the draw's shape " + a.shape() + ".");
            }
        }
        return new Spec(DType.FLOAT32, a.shape());
    }
}
