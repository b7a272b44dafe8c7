package org.kerata.layers.constraints;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.kerata.autodiff.Variable;
import org.kerata.layers.Names;

/** The table of constraints, and which weights are held to one. */
public final class Constraints {
    /** Keras's names; users add their own. */
    public static final Names<Constraint> NAMES = new Names<Constraint>("constraint", "keras.constraints")
            .add("MaxNorm", MaxNorm::new)
            .add("MinMaxNorm", MinMaxNorm::new)
            .add("NonNeg", NonNeg::new)
            .add("UnitNorm", UnitNorm::new);

    private static final Map<Variable, Constraint> OF_WEIGHTS = Collections.synchronizedMap(new WeakHashMap<>());

    private Constraints() {}

    /** Holds a weight to a constraint: optimizers force it after each of their updates. Layers do this for their weights. */
    public static void hold(Variable weight, Constraint constraint) {
        OF_WEIGHTS.put(weight, constraint);
    }

    /** What a weight is held to; null if to nothing. */
    public static @Nullable Constraint of(Variable weight) {
        return OF_WEIGHTS.get(weight);
    }
}
