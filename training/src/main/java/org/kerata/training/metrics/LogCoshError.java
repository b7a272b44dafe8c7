package org.kerata.training.metrics;

import org.kerata.autodiff.Tensor;
import org.kerata.training.losses.Losses;

/** The mean of {@code log(cosh(p - y))}. Keras: {@code keras.metrics.LogCoshError}. */
public final class LogCoshError extends MeanMetric<LogCoshError> {
    /** Named {@code "logcosh"}. */
    public LogCoshError() {
        super("logcosh", Direction.DOWN);
    }

    @Override
    protected Tensor values(Tensor y, Tensor p) {
        return Losses.logCosh(y, p);
    }
}
