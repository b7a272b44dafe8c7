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
            .add("Identity", Identity::new)
            .add("LecunNormal", LecunNormal::new)
            .add("LecunUniform", LecunUniform::new)
            .add("Ones", Ones::new)
            .add("Orthogonal", Orthogonal::new)
            .add("RandomNormal", RandomNormal::new)
            .add("RandomUniform", RandomUniform::new)
            .add("STFT", STFT::new)
            .add("TruncatedNormal", TruncatedNormal::new)
            .add("VarianceScaling", VarianceScaling::new)
            .add("Zeros", Zeros::new)
            .alias("IdentityInitializer", "Identity")
            .alias("normal", "RandomNormal")
            .alias("one", "Ones")
            .alias("STFTInitializer", "STFT")
            .alias("OrthogonalInitializer", "Orthogonal")
            .alias("uniform", "RandomUniform")
            .alias("zero", "Zeros");

    private Initializers() {}
}
