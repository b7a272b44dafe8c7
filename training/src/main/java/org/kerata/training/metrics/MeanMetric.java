package org.kerata.training.metrics;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.DType;
import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.Variable;
import org.kerata.training.internal.Weighting;

/**
 * The mean over samples of a value for each of them. Weights and the predictions' mask count. A subclass says what the value is. Keras:
 * {@code keras.metrics.MeanMetricWrapper}.
 *
 * @param <M> the metric's own type
 */
public abstract class MeanMetric<M extends MeanMetric<M>> extends FluentMetric<M> {
    private final Variable total = total("total");
    private final Variable count = total("count");

    /** A metric with this name. */
    protected MeanMetric(String name, Direction direction) {
        super(name, direction);
    }

    /** The values, {@code (batch, …)}; the mean over all axes but the first is taken for each sample. */
    protected abstract Tensor values(Tensor y, Tensor p);

    @Override
    protected final void update(Tensor y, Tensor p, Tensor weight) {
        accumulate(y, p, weight, null);
    }

    @Override
    final void accumulate(Tensor y, Tensor p, @Nullable Tensor sampleWeight, @Nullable Tensor mask) {
        add(values(y, p), sampleWeight, mask);
    }

    /** Adds values. */
    final void add(Tensor values, @Nullable Tensor sampleWeight, @Nullable Tensor mask) {
        Tensor v = values.cast(DType.FLOAT32);
        Tensor weight = Weighting.of(name(), v, sampleWeight, mask, false);
        double samples = v.rank() == 0 ? 1 : v.shape().dim(0);
        Tensor weighted = weight == null ? v : v.times(weight);
        total.assignAdd(sum(weighted, samples));
        count.assignAdd(weight == null ? Tensor.scalar(samples) : sum(weight, samples));
    }

    /** The sum over samples of the mean over all else. */
    private static Tensor sum(Tensor t, double samples) {
        return t.size() == 0 || t.size() == samples ? t.sum() : t.sum().times(samples / t.size());
    }

    @Override
    protected Tensor result() {
        return Ops.divideNoNan(total, count);
    }
}
