package org.kerata.training.optimizers;

import org.kerata.training.optimizers.schedules.LearningRateSchedule;

/**
 * Adaptive moments: {@code w -= lr · √(1 - β₂ᵗ) / (1 - β₁ᵗ) · m / (√v + epsilon)} with moving means m of gradients and v of their squares.
 * Keras: {@code keras.optimizers.Adam}.
 */
public final class Adam extends AdamFamily<Adam> {
    /** With the learning rate 0.001. */
    public Adam() {
        this(0.001);
    }

    /** With this learning rate. */
    public Adam(double learningRate) {
        super(learningRate);
    }

    /** With a learning rate that follows from the number of steps. */
    public Adam(LearningRateSchedule schedule) {
        super(schedule);
    }
}
