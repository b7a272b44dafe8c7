package org.kerata.training.optimizers;

import org.kerata.autodiff.Tensor;
import org.kerata.autodiff.ops.MomentUpdates;
import org.kerata.training.optimizers.schedules.LearningRateSchedule;

/**
 * {@link Adam} with the largest gradient, slowly forgotten, in place of the mean of squares: {@code u = max(β₂ · u, |g|), w -= lr / (1 - β₁ᵗ)
 * · m / (u + epsilon)}. Keras: {@code keras.optimizers.Adamax}.
 */
public final class Adamax extends MomentOptimizer<Adamax> {
    /** With the learning rate 0.001. */
    public Adamax() {
        this(0.001);
    }

    /** With this learning rate. */
    public Adamax(double learningRate) {
        super(learningRate, 1e-7);
    }

    /** With a learning rate that follows from the number of steps. */
    public Adamax(LearningRateSchedule schedule) {
        super(schedule, 1e-7);
    }

    @Override
    Start size() {
        return Start.at(0, "norm");
    }

    @Override
    protected Rule step(Tensor lr) {
        Tensor rate = lr.div(correction1());
        return (w, g) -> update(MomentUpdates.ADAMAX, rates(), state(w), g, rate);
    }
}
