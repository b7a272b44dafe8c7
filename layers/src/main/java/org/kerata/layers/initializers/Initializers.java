package org.kerata.layers.initializers;

import org.kerata.layers.Names;

/** The table of initializers. */
public final class Initializers {
    /** Keras's names; users add their own. */
    public static final Names<Initializer> NAMES = new Names<Initializer>("initializer", "keras.initializers")
            .add("Constant", Constant::new)
            .add("GlorotNormal", GlorotNormal::new)
            .add("GlorotUniform", GlorotUniform::new)
            .add("HeNormal", HeNormal::new)
            .add("HeUniform", HeUniform::new)
            .add("LecunNormal", LecunNormal::new)
            .add("LecunUniform", LecunUniform::new)
            .add("Ones", Ones::new)
            .add("VarianceScaling", VarianceScaling::new)
            .add("Zeros", Zeros::new);

    private Initializers() {}
}
