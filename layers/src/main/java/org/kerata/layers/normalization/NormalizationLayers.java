package org.kerata.layers.normalization;

import org.kerata.layers.Layer;
import org.kerata.layers.Names;

/** The table of this family. */
public final class NormalizationLayers {
    /** Keras's names. */
    public static final Names<Layer> NAMES = new Names<Layer>("layer", "keras.layers")
            .add("BatchNormalization", BatchNormalization::new)
            .add("GroupNormalization", GroupNormalization::new)
            .add("LayerNormalization", LayerNormalization::new)
            .add("RMSNormalization", RMSNormalization::new)
            .add("SpectralNormalization", SpectralNormalization::new)
            .add("UnitNormalization", UnitNormalization::new);

    private NormalizationLayers() {}
}
