package org.kerata.training.optimizers;

import org.kerata.layers.Names;

/** The table of optimizers. */
public final class Optimizers {
    /** Keras's names; users add their own. */
    public static final Names<Optimizer> NAMES = new Names<Optimizer>("optimizer", "keras.optimizers")
            .add("Adam", Adam::new)
            .add("AdamW", AdamW::new)
            .add("RMSprop", RMSprop::new)
            .add("SGD", SGD::new)
            .alias("adamw", "AdamW")
            .alias("rmsprop", "RMSprop");

    private Optimizers() {}
}
