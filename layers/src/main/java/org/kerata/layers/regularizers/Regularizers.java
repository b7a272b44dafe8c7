package org.kerata.layers.regularizers;

import org.kerata.layers.Names;

/** The table of regularizers. */
public final class Regularizers {
    /** Keras's names; users add their own. */
    public static final Names<Regularizer> NAMES = new Names<Regularizer>("regularizer", "keras.regularizers")
            .add("L1", L1::new)
            .add("L1L2", L1L2::new)
            .add("L2", L2::new)
            .add("OrthogonalRegularizer", OrthogonalRegularizer::new)
            .alias("l1_l2", "L1L2");

    private Regularizers() {}
}
