package org.kerata.layers.convolutional;

import org.kerata.layers.Layer;
import org.kerata.layers.Names;

/** The table of this family. */
public final class ConvolutionalLayers {
    /** Keras's names. */
    public static final Names<Layer> NAMES = new Names<Layer>("layer", "keras.layers")
            .add("Conv2D", Conv2D::new)
            .add("DepthwiseConv2D", DepthwiseConv2D::new)
            .add("SeparableConv2D", SeparableConv2D::new);

    private ConvolutionalLayers() {}
}
