package org.kerata.layers.preprocessing;

import org.kerata.layers.Layer;
import org.kerata.layers.Names;

/** The table of this family. */
public final class PreprocessingLayers {
    /** Keras's names. */
    public static final Names<Layer> NAMES = new Names<Layer>("layer", "keras.layers")
            .add("IntegerLookup", IntegerLookup::new)
            .add("Normalization", Normalization::new)
            .add("Rescaling", Rescaling::new)
            .add("StringLookup", StringLookup::new)
            .add("TextVectorization", TextVectorization::new);

    private PreprocessingLayers() {}
}
