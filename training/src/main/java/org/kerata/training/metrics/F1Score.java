package org.kerata.training.metrics;

/** The harmonic mean of precision and recall. Keras: {@code keras.metrics.F1Score}. */
public final class F1Score extends FScore<F1Score> {
    /** Named {@code "f1_score"}: a score for each class, of the largest prediction of each row. */
    public F1Score() {
        super("f1_score");
    }

    @Override
    double beta() {
        return 1;
    }
}
