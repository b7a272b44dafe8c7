package org.kerata.layers.preprocessing;

import org.kerata.layers.Layer;
import org.kerata.layers.Names;

/** The table of this family. */
public final class PreprocessingLayers {
    /** Keras's names. */
    public static final Names<Layer> NAMES = new Names<Layer>("layer", "keras.layers")
            .add("CategoryEncoding", CategoryEncoding::new)
            .add("CenterCrop", CenterCrop::new)
            .add("Discretization", Discretization::new)
            .add("IntegerLookup", IntegerLookup::new)
            .add("Normalization", Normalization::new)
            .add("RandomContrast", RandomContrast::new)
            .add("RandomFlip", RandomFlip::new)
            .add("RandomRotation", RandomRotation::new)
            .add("RandomTranslation", RandomTranslation::new)
            .add("RandomZoom", RandomZoom::new)
            .add("Rescaling", Rescaling::new)
            .add("Resizing", Resizing::new)
            .add("StringLookup", StringLookup::new)
            .add("TextVectorization", TextVectorization::new);

    private PreprocessingLayers() {}
}
