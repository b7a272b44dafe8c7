package org.kerata.training.losses;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;
import org.kerata.training.internal.Labels;

/**
 * {@code (1 - p^q) / q}, where {@code p} is the probability of the true class: between the cross-entropy (q near 0) and the absolute error (q
 * near 1), so that wrong labels in the data do less harm. Zhang and Sabuncu, "Generalized cross entropy loss for training deep neural
 * networks with noisy labels", 2018.
 *
 * <p>Targets are class numbers {@code (batch, …)} or {@code (batch, …, 1)}, predictions probabilities {@code (batch, …, classes)}, values
 * {@code (batch, …)}. Keras: {@code keras.losses.CategoricalGeneralizedCrossEntropy}.
 */
public final class CategoricalGeneralizedCrossEntropy extends FluentLoss<CategoricalGeneralizedCrossEntropy> {
    private final Option<Double> q =
            option("q", Kind.real("between 0 and 1, neither of them", d -> d > 0 && d < 1), 0.5);

    /** With {@code q} 0.5. */
    public CategoricalGeneralizedCrossEntropy() {
        super("categorical_generalized_cross_entropy");
    }

    /** Between 0, as a cross-entropy, and 1, as an absolute error; 0.5 by default. */
    public CategoricalGeneralizedCrossEntropy q(double q) {
        return with(this.q, q);
    }

    @Override
    public boolean takesLabels() {
        return true;
    }

    @Override
    protected Tensor call(Tensor y, Tensor p) {
        Tensor labels = Labels.of(function(), y, p, -1);
        Tensor hot = Ops.oneHot(labels, p.shape().intDim(-1), -1, p.dtype());
        Tensor ofTruth = p.times(hot).sum(-1);
        return ofTruth.pow(q.get()).unaryMinus().plus(1).div(q.get());
    }
}
