package org.kerata.layers.core;

import org.kerata.layers.Layer;
import org.kerata.layers.Names;

/** The table of this family. */
public final class CoreLayers {
    /** Keras's names. */
    public static final Names<Layer> NAMES = new Names<Layer>("layer", "keras.layers")
            .add("Dense", Dense::new)
            .add("EinsumDense", EinsumDense::new)
            .add("Embedding", Embedding::new)
            .add("Identity", Identity::new)
            .add("InputLayer", InputLayer::new)
            .add("Lambda", Lambda::new)
            .add("Masking", Masking::new)
            .add("ReversibleEmbedding", ReversibleEmbedding::new);

    private CoreLayers() {}
}
