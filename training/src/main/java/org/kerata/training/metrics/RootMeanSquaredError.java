package org.kerata.training.metrics;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.training.internal.Aligned;

/** The root of the mean squared error. Keras: {@code keras.metrics.RootMeanSquaredError}. */
public final class RootMeanSquaredError extends MeanMetric<RootMeanSquaredError> {
    /** Named {@code "root_mean_squared_error"}. */
    public RootMeanSquaredError() {
        super("root_mean_squared_error", Direction.DOWN);
    }

    @Override
    protected Tensor values(Tensor y, Tensor p) {
        Aligned a = Aligned.exactly("root_mean_squared_error", y, p);
        return Ops.square(a.p().minus(a.y().cast(p.dtype())));
    }

    @Override
    protected Tensor result() {
        return Ops.sqrt(super.result());
    }
}
