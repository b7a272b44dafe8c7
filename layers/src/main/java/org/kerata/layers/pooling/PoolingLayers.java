package org.kerata.layers.pooling;

import org.kerata.layers.Layer;
import org.kerata.layers.Names;

/** The table of this family. */
public final class PoolingLayers {
    /** Keras's names. */
    public static final Names<Layer> NAMES = new Names<Layer>("layer", "keras.layers")
            .add("AdaptiveAveragePooling1D", AdaptiveAveragePooling1D::new)
            .add("AdaptiveAveragePooling2D", AdaptiveAveragePooling2D::new)
            .add("AdaptiveAveragePooling3D", AdaptiveAveragePooling3D::new)
            .add("AdaptiveMaxPooling1D", AdaptiveMaxPooling1D::new)
            .add("AdaptiveMaxPooling2D", AdaptiveMaxPooling2D::new)
            .add("AdaptiveMaxPooling3D", AdaptiveMaxPooling3D::new)
            .add("AveragePooling1D", AveragePooling1D::new)
            .add("AveragePooling2D", AveragePooling2D::new)
            .add("AveragePooling3D", AveragePooling3D::new)
            .add("GlobalAveragePooling1D", GlobalAveragePooling1D::new)
            .add("GlobalAveragePooling2D", GlobalAveragePooling2D::new)
            .add("GlobalAveragePooling3D", GlobalAveragePooling3D::new)
            .add("GlobalMaxPooling1D", GlobalMaxPooling1D::new)
            .add("GlobalMaxPooling2D", GlobalMaxPooling2D::new)
            .add("GlobalMaxPooling3D", GlobalMaxPooling3D::new)
            .add("MaxPooling1D", MaxPooling1D::new)
            .add("MaxPooling2D", MaxPooling2D::new)
            .add("MaxPooling3D", MaxPooling3D::new);

    private PoolingLayers() {}
}
