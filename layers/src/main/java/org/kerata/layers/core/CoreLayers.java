package org.kerata.layers.core;

import org.kerata.layers.Layer;
import org.kerata.layers.Names;

/** The table of this family. */
public final class CoreLayers {
    /** Keras's names. */
    public static final Names<Layer> NAMES = new Names<Layer>("layer", "keras.layers")
            .add("Dense", Dense::new)
            .add("Embedding", Embedding::new)
            .add("InputLayer", InputLayer::new)
            .add("Masking", Masking::new);

    private CoreLayers() {}
}
