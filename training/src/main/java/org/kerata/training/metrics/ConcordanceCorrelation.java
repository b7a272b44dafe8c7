package org.kerata.training.metrics;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/**
 * The concordance correlation of targets and predictions along an axis: twice their covariance, divided by the sum of both variances and the
 * square of the means' difference. Keras: {@code keras.metrics.ConcordanceCorrelation}.
 */
public final class ConcordanceCorrelation extends Correlation<ConcordanceCorrelation> {
    private static final double EPSILON = 1e-7;

    /** Named {@code "concordance_correlation"}, along the last axis. */
    public ConcordanceCorrelation() {
        super("concordance_correlation");
    }

    @Override
    Tensor products(Tensor y, Tensor p, int[] axis) {
        Tensor meanY = Ops.mean(y, axis, true);
        Tensor meanP = Ops.mean(p, axis, true);
        Tensor spread = Ops.var(y.minus(meanY), axis, true).plus(Ops.var(p.minus(meanP), axis, true));
        // The predictions' mean is taken from both: as the other factor has the mean 0, it makes no difference, but to
        // the last digits.
        Tensor product = y.minus(meanP).times(p.minus(meanP)).times(2);
        return product.div(spread.plus(Ops.square(meanY.minus(meanP))).plus(EPSILON));
    }
}
