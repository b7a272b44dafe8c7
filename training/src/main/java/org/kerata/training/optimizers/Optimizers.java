package org.kerata.training.optimizers;

import org.kerata.layers.Names;

/** The table of optimizers. */
public final class Optimizers {
    /** Keras's names; users add their own. */
    public static final Names<Optimizer> NAMES = new Names<Optimizer>("optimizer", "keras.optimizers")
            .add("Adadelta", Adadelta::new)
            .add("Adafactor", Adafactor::new)
            .add("Adagrad", Adagrad::new)
            .add("Adam", Adam::new)
            .add("AdamW", AdamW::new)
            .add("Adamax", Adamax::new)
            .add("Ftrl", Ftrl::new)
            .add("Lamb", Lamb::new)
            .add("Lion", Lion::new)
            .add("LossScaleOptimizer", LossScaleOptimizer::new)
            .add("MultiOptimizer", MultiOptimizer::new)
            .add("Muon", Muon::new)
            .add("Nadam", Nadam::new)
            .add("RMSprop", RMSprop::new)
            .add("SGD", SGD::new)
            .add("ScheduleFreeAdamW", ScheduleFreeAdamW::new)
            .alias("adamw", "AdamW")
            .alias("rmsprop", "RMSprop")
            .alias("schedulefreeadamw", "ScheduleFreeAdamW");

    private Optimizers() {}
}
