package org.kerata.layers.attention;

import org.kerata.layers.Layer;
import org.kerata.layers.Names;

/** The table of this family. */
public final class AttentionLayers {
    /** Keras's names. */
    public static final Names<Layer> NAMES = new Names<Layer>("layer", "keras.layers")
            .add("AdditiveAttention", AdditiveAttention::new)
            .add("Attention", Attention::new)
            .add("GroupQueryAttention", GroupQueryAttention::new)
            .add("MultiHeadAttention", MultiHeadAttention::new);

    private AttentionLayers() {}
}
