package org.kerata.layers.regularization;

import org.kerata.layers.Layer;
import org.kerata.layers.Names;

/** The table of this family. */
public final class RegularizationLayers {
    /** Keras's names. */
    public static final Names<Layer> NAMES = new Names<Layer>("layer", "keras.layers")
            .add("Dropout", Dropout::new)
            .add("GaussianNoise", GaussianNoise::new);

    private RegularizationLayers() {}
}
