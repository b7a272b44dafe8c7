package org.kerata.training.metrics;

import org.kerata.layers.Kind;

/**
 * A metric whose common setters return its own type, so that they can stand anywhere in a chain.
 *
 * @param <M> the metric's own type
 */
public abstract class FluentMetric<M extends FluentMetric<M>> extends Metric {
    /** A metric with this name. */
    protected FluentMetric(String name, Direction direction) {
        super(name, direction);
    }

    /** A metric whose totals may have other types than float32. */
    FluentMetric(String name, Direction direction, Kind<String> dtypes, String dtype) {
        super(name, direction, dtypes, dtype);
    }

    @Override
    @SuppressWarnings("unchecked")
    public M name(String name) {
        super.name(name);
        return (M) this;
    }
}
