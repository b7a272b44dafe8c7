package org.kerata.layers;

import org.jspecify.annotations.Nullable;
import org.kerata.layers.regularizers.Regularizer;
import org.kerata.layers.regularizers.Regularizers;

/**
 * A layer whose common setters return its own type, so that they can stand anywhere in a chain: {@code new
 * Dense(10).name("out").activation("softmax")}.
 *
 * @param <L> the layer's own type
 */
public abstract class FluentLayer<L extends FluentLayer<L>> extends Layer {
    /** For subclasses. */
    protected FluentLayer() {}

    @SuppressWarnings("unchecked")
    private L self() {
        return (L) this;
    }

    @Override
    public L name(String name) {
        super.name(name);
        return self();
    }

    @Override
    public L dtype(String dtype) {
        super.dtype(dtype);
        return self();
    }

    @Override
    public L trainable(boolean trainable) {
        super.trainable(trainable);
        return self();
    }

    @Override
    public L activityRegularizer(@Nullable Regularizer regularizer) {
        super.activityRegularizer(regularizer);
        return self();
    }

    /** A penalty on the layer's output, by name: {@code "l1"}, {@code "l2"}. */
    public L activityRegularizer(String name) {
        return activityRegularizer(Regularizers.NAMES.make(name));
    }
}
