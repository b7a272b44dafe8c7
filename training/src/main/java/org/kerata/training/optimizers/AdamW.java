package org.kerata.training.optimizers;

import org.kerata.training.optimizers.schedules.LearningRateSchedule;

/** {@link Adam} with weight decay, 0.004 by default. Keras: {@code keras.optimizers.AdamW}. */
public final class AdamW extends AdamFamily<AdamW> {
    /** With the learning rate 0.001. */
    public AdamW() {
        this(0.001);
    }

    /** With this learning rate. */
    public AdamW(double learningRate) {
        super(learningRate);
        weightDecay(0.004);
    }

    /** With a learning rate that follows from the number of steps. */
    public AdamW(LearningRateSchedule schedule) {
        super(schedule);
        weightDecay(0.004);
    }
}
