package org.kerata.layers.normalization;

import org.kerata.layers.Layer;
import org.kerata.layers.Names;

/** The table of this family. */
public final class NormalizationLayers {
    /** Keras's names. */
    public static final Names<Layer> NAMES =
            new Names<Layer>("layer", "keras.layers").add("BatchNormalization", BatchNormalization::new);

    private NormalizationLayers() {}
}
