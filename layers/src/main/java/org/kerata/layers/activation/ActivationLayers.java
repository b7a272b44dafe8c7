package org.kerata.layers.activation;

import org.kerata.layers.Layer;
import org.kerata.layers.Names;

/** The table of this family. */
public final class ActivationLayers {
    /** Keras's names. */
    public static final Names<Layer> NAMES = new Names<Layer>("layer", "keras.layers")
            .add("Activation", Activation::new)
            .add("ELU", ELU::new)
            .add("LeakyReLU", LeakyReLU::new)
            .add("PReLU", PReLU::new)
            .add("ReLU", ReLU::new)
            .add("Softmax", Softmax::new);

    private ActivationLayers() {}
}
