package org.kerata.layers;

import org.kerata.layers.activation.ActivationLayers;
import org.kerata.layers.attention.AttentionLayers;
import org.kerata.layers.convolutional.ConvolutionalLayers;
import org.kerata.layers.core.CoreLayers;
import org.kerata.layers.merging.MergingLayers;
import org.kerata.layers.normalization.NormalizationLayers;
import org.kerata.layers.pooling.PoolingLayers;
import org.kerata.layers.preprocessing.PreprocessingLayers;
import org.kerata.layers.recurrent.RecurrentLayers;
import org.kerata.layers.regularization.RegularizationLayers;
import org.kerata.layers.reshaping.ReshapingLayers;

/** The table of all layers, family by family. */
public final class Layers {
    /** Keras's names of the layers. */
    public static final Names<Layer> NAMES = new Names<Layer>("layer", "keras.layers")
            .addAll(ActivationLayers.NAMES)
            .addAll(AttentionLayers.NAMES)
            .addAll(ConvolutionalLayers.NAMES)
            .addAll(CoreLayers.NAMES)
            .addAll(MergingLayers.NAMES)
            .addAll(NormalizationLayers.NAMES)
            .addAll(PoolingLayers.NAMES)
            .addAll(PreprocessingLayers.NAMES)
            .addAll(RecurrentLayers.NAMES)
            .addAll(RegularizationLayers.NAMES)
            .addAll(ReshapingLayers.NAMES);

    private Layers() {}
}
