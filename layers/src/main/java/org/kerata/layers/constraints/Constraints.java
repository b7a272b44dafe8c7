package org.kerata.layers.constraints;

import org.kerata.layers.Names;

/** The table of constraints. */
public final class Constraints {
    /** Keras's names; users add their own. */
    public static final Names<Constraint> NAMES = new Names<Constraint>("constraint", "keras.constraints")
            .add("MaxNorm", MaxNorm::new)
            .add("MinMaxNorm", MinMaxNorm::new)
            .add("NonNeg", NonNeg::new)
            .add("UnitNorm", UnitNorm::new);

    private Constraints() {}
}
