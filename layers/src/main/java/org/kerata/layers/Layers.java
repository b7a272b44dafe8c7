package org.kerata.layers;

import org.kerata.layers.core.CoreLayers;

/** The table of all layers, family by family. */
public final class Layers {
    /** Keras's names of the layers. */
    public static final Names<Layer> NAMES = new Names<Layer>("layer", "keras.layers").addAll(CoreLayers.NAMES);

    private Layers() {}
}
