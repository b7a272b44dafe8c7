package org.kerata.training.optimizers.schedules;

import org.kerata.layers.Names;

/** The table of learning rate schedules. */
public final class Schedules {
    /** Keras's names; users add their own. */
    public static final Names<LearningRateSchedule> NAMES = new Names<LearningRateSchedule>(
                    "learning rate schedule", "keras.optimizers.schedules")
            .add("CosineDecay", CosineDecay::new)
            .add("CosineDecayRestarts", CosineDecayRestarts::new)
            .add("ExponentialDecay", ExponentialDecay::new)
            .add("InverseTimeDecay", InverseTimeDecay::new)
            .add("PiecewiseConstantDecay", PiecewiseConstantDecay::new)
            .add("PolynomialDecay", PolynomialDecay::new);

    private Schedules() {}
}
