package org.kerata.training.metrics;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.training.internal.Weighting;

/** The sum of what is {@linkplain #record recorded}; as a metric of a model, of its predictions. Keras: {@code keras.metrics.Sum}. */
public final class Sum extends FluentMetric<Sum> {
    private final Variable total = total("total");

    /** Named {@code "sum"}. */
    public Sum() {
        super("sum", Direction.UNKNOWN);
    }

    /** Adds values, a number or {@code (batch, …)}. */
    public void record(Tensor values) {
        record(values, null);
    }

    /** Adds values, each multiplied by its weight. */
    public void record(Tensor values, @Nullable Tensor weight) {
        accumulate(values, values, weight, null);
    }

    @Override
    protected void update(Tensor y, Tensor p, Tensor weight) {
        accumulate(y, p, weight, null);
    }

    @Override
    void accumulate(Tensor y, Tensor p, @Nullable Tensor sampleWeight, @Nullable Tensor mask) {
        Tensor v = p.cast(DType.FLOAT32);
        Tensor weight = Weighting.of(name(), v, sampleWeight, mask, false);
        total.assignAdd((weight == null ? v : v.times(weight)).sum());
    }

    @Override
    protected Tensor result() {
        return total;
    }
}
