package org.kerata.layers.reshaping;

import org.kerata.layers.Layer;
import org.kerata.layers.Names;

/** The table of this family. */
public final class ReshapingLayers {
    /** Keras's names. */
    public static final Names<Layer> NAMES = new Names<Layer>("layer", "keras.layers")
            .add("Flatten", Flatten::new)
            .add("Permute", Permute::new)
            .add("Reshape", Reshape::new)
            .add("ZeroPadding2D", ZeroPadding2D::new);

    private ReshapingLayers() {}
}
