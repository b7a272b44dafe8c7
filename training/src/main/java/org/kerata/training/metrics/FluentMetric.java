package org.kerata.training.metrics;

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

    @Override
    @SuppressWarnings("unchecked")
    public M name(String name) {
        super.name(name);
        return (M) this;
    }
}
