package org.kerata.training.metrics;

import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.ConfigException;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;

/**
 * A metric whose totals are made with the first batch, when its options are known; they are fixed from then on. It takes sample weights as
 * they are given, and no masks, as in Keras.
 *
 * @param <M> the metric's own type
 */
abstract class CountedMetric<M extends CountedMetric<M>> extends FluentMetric<M> {
    CountedMetric(String name, Direction direction) {
        super(name, direction);
    }

    /** A metric whose totals may have other types than float32. */
    CountedMetric(String name, Direction direction, Kind<String> dtypes, String dtype) {
        super(name, direction, dtypes, dtype);
    }

    /** Whether the totals exist. */
    abstract boolean hasTotals();

    @Override
    abstract void accumulate(Tensor y, Tensor p, @Nullable Tensor sampleWeight, @Nullable Tensor mask);

    @Override
    protected final void update(Tensor y, Tensor p, Tensor weight) {
        accumulate(y, p, weight, null);
    }

    @Override
    protected final void beforeChange(String option) {
        if (hasTotals() && !option.equals("name")) {
            throw new ConfigException(className() + ": " + option + " cannot be changed after the first update.");
        }
    }
}
