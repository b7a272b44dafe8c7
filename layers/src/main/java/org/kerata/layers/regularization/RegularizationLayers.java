package org.kerata.layers.regularization;

import org.kerata.layers.Layer;
import org.kerata.layers.Names;

/** The table of this family. */
public final class RegularizationLayers {
    /** Keras's names. */
    public static final Names<Layer> NAMES = new Names<Layer>("layer", "keras.layers")
            .add("ActivityRegularization", ActivityRegularization::new)
            .add("AlphaDropout", AlphaDropout::new)
            .add("Dropout", Dropout::new)
            .add("GaussianDropout", GaussianDropout::new)
            .add("GaussianNoise", GaussianNoise::new)
            .add("SpatialDropout1D", SpatialDropout1D::new)
            .add("SpatialDropout2D", SpatialDropout2D::new)
            .add("SpatialDropout3D", SpatialDropout3D::new);

    private RegularizationLayers() {}
}
