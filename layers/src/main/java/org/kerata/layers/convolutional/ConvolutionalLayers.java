package org.kerata.layers.convolutional;

import org.kerata.layers.Layer;
import org.kerata.layers.Names;

/** The table of this family. */
public final class ConvolutionalLayers {
    /** Keras's names. */
    public static final Names<Layer> NAMES = new Names<Layer>("layer", "keras.layers")
            .add("Conv1D", Conv1D::new)
            .add("Conv2D", Conv2D::new)
            .add("Conv3D", Conv3D::new)
            .add("Conv1DTranspose", Conv1DTranspose::new)
            .add("Conv2DTranspose", Conv2DTranspose::new)
            .add("Conv3DTranspose", Conv3DTranspose::new)
            .add("DepthwiseConv1D", DepthwiseConv1D::new)
            .add("DepthwiseConv2D", DepthwiseConv2D::new)
            .add("SeparableConv1D", SeparableConv1D::new)
            .add("SeparableConv2D", SeparableConv2D::new);

    private ConvolutionalLayers() {}
}
