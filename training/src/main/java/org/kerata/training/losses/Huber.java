package org.kerata.training.losses;

import org.kerata.autodiff.Ops;
import org.kerata.autodiff.Tensor;
import org.kerata.layers.Kind;
import org.kerata.layers.Option;

/**
 * Half the squared error where that is at most {@code delta}, and linear beyond; the mean over the last axis.
 *
 * <p>Targets and predictions {@code (batch, …, d)}, values {@code (batch, …)}. Keras: {@code keras.losses.Huber}.
 */
public final class Huber extends AlignedLoss<Huber> {
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
    Tensor compare(Tensor y, Tensor p) {
        Tensor error = p.minus(y);
        Tensor size = Ops.abs(error);
        double d = delta.get();
        Tensor near = Ops.square(error).times(0.5);
        Tensor far = size.times(d).minus(0.5 * d * d);
        return Ops.where(size.lessEqual(d), near, far).mean(-1);
    }
}
