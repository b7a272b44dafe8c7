package org.kerata.layers.reshaping;

import org.kerata.layers.Layer;
import org.kerata.layers.Names;

/** The table of this family. */
public final class ReshapingLayers {
    /** Keras's names. */
    public static final Names<Layer> NAMES = new Names<Layer>("layer", "keras.layers")
            .add("Cropping1D", Cropping1D::new)
            .add("Cropping2D", Cropping2D::new)
            .add("Cropping3D", Cropping3D::new)
            .add("Flatten", Flatten::new)
            .add("Permute", Permute::new)
            .add("RepeatVector", RepeatVector::new)
            .add("Reshape", Reshape::new)
            .add("UpSampling1D", UpSampling1D::new)
            .add("UpSampling2D", UpSampling2D::new)
            .add("UpSampling3D", UpSampling3D::new)
            .add("ZeroPadding1D", ZeroPadding1D::new)
            .add("ZeroPadding2D", ZeroPadding2D::new)
            .add("ZeroPadding3D", ZeroPadding3D::new);

    private ReshapingLayers() {}
}
