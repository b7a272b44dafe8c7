package org.kerata.layers.merging;

import org.kerata.layers.Layer;
import org.kerata.layers.Names;

/** The table of this family. */
public final class MergingLayers {
    /** Keras's names. */
    public static final Names<Layer> NAMES = new Names<Layer>("layer", "keras.layers")
            .add("Add", Add::new)
            .add("Average", Average::new)
            .add("Concatenate", Concatenate::new)
            .add("Dot", Dot::new)
            .add("Maximum", Maximum::new)
            .add("Minimum", Minimum::new)
            .add("Multiply", Multiply::new)
            .add("Subtract", Subtract::new);

    private MergingLayers() {}
}
