package org.kerata.layers.pooling;

import org.kerata.layers.Layer;
import org.kerata.layers.Names;

/** The table of this family. */
public final class PoolingLayers {
    /** Keras's names. */
    public static final Names<Layer> NAMES = new Names<Layer>("layer", "keras.layers")
            .add("AveragePooling2D", AveragePooling2D::new)
            .add("GlobalAveragePooling2D", GlobalAveragePooling2D::new)
            .add("GlobalMaxPooling2D", GlobalMaxPooling2D::new)
            .add("MaxPooling2D", MaxPooling2D::new);

    private PoolingLayers() {}
}
