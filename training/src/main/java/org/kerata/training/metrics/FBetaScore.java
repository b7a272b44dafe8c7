package org.kerata.training.metrics;

import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/** The harmonic mean of precision and recall, weighted by β. Keras: {@code keras.metrics.FBetaScore}. */
public final class FBetaScore extends FScore<FBetaScore> {
    private final Option<Double> beta = option("beta", Kind.real("above 0", x -> x > 0), 1.0);

    /** Named {@code "fbeta_score"}, with β = 1: a score for each class, of the largest prediction of each row. */
    public FBetaScore() {
        super("fbeta_score");
    }

    /** How much more recall counts than precision; 1 by default. */
    public FBetaScore beta(double beta) {
        return with(this.beta, beta);
    }

    @Override
    double beta() {
        return beta.get();
    }
}
