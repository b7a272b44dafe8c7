package org.kerata.training.losses;

import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * Half the squared error where that is at most {@code delta}, and linear beyond; the mean over the last axis.
 *
 * <p>Targets and predictions {@code (batch, …, d)}, values {@code (batch, …)}. Keras: {@code keras.losses.Huber}.
 */
public final class Huber extends FluentLoss<Huber> {
    private final Option<Double> delta = option("delta", Kind.real("above 0", d -> d > 0), 1.0);

    /** With {@code delta} 1. */
    public Huber() {
        super("huber_loss");
    }

    /** Where the loss becomes linear; 1 by default. */
    public Huber delta(double delta) {
        return with(this.delta, delta);
    }

    @Override
    protected Tensor call(Tensor y, Tensor p) {
        return Losses.huber(y, p, delta.get());
    }
}
