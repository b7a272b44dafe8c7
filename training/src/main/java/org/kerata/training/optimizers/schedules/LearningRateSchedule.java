package org.kerata.training.optimizers.schedules;

import org.kerata.autodiff.Tensor;
import org.kerata.layers.Configurable;

/**
 * A learning rate that follows from the number of steps taken. It is computed in ops, as part of the step. Keras: {@code
 * keras.optimizers.schedules.LearningRateSchedule}.
 */
public abstract class LearningRateSchedule extends Configurable {
    /** For subclasses. */
    protected LearningRateSchedule() {}

    /** A learning rate as a function. */
    public interface Function {
        /** The learning rate, a scalar, from the number of steps taken, a {@code float32} scalar. */
        Tensor of(Tensor step);
    }

    /** A schedule from a function, which must be written in ops. */
    public static LearningRateSchedule of(String name, Function function) {
        return new LambdaSchedule(name, function);
    }

    /** The learning rate, a scalar, after so many steps: a {@code float32} scalar. */
    public abstract Tensor at(Tensor step);
}
