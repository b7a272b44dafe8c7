package org.kerata.layers.constraints;

import org.kerata.layers.Names;

/** The table of constraints. */
public final class Constraints {
    /** Keras's names; users add their own. */
    public static final Names<Constraint> NAMES =
            new Names<Constraint>("constraint", "keras.constraints").add("NonNeg", NonNeg::new);

    private Constraints() {}
}
