package org.kerata.training.metrics;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;

/**
 * Pearson's correlation of targets and predictions along an axis: the mean product of both, each less its mean and divided by its standard
 * deviation. NaN where either does not vary. Keras: {@code keras.metrics.PearsonCorrelation}.
 */
public final class PearsonCorrelation extends Correlation<PearsonCorrelation> {
    /** Named {@code "pearson_correlation"}, along the last axis. */
    public PearsonCorrelation() {
        super("pearson_correlation");
    }

    @Override
    Tensor products(Tensor y, Tensor p, int[] axis) {
        return standard(y, axis).times(standard(p, axis));
    }

    private static Tensor standard(Tensor x, int[] axis) {
        Tensor centred = x.minus(Ops.mean(x, axis, true));
        return centred.div(Ops.std(centred, axis, true));
    }
}
