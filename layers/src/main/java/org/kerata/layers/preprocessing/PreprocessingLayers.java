package org.kerata.layers.preprocessing;

import org.kerata.layers.Layer;
import org.kerata.layers.Names;

/** The table of this family. */
public final class PreprocessingLayers {
    /** Keras's names. */
    public static final Names<Layer> NAMES = new Names<Layer>("layer", "keras.layers")
            .add("AugMix", AugMix::new)
            .add("AutoContrast", AutoContrast::new)
            .add("CategoryEncoding", CategoryEncoding::new)
            .add("CenterCrop", CenterCrop::new)
            .add("ContrastLimitedAdaptiveHistogramEqualization", ContrastLimitedAdaptiveHistogramEqualization::new)
            .add("CutMix", CutMix::new)
            .add("Discretization", Discretization::new)
            .add("Equalization", Equalization::new)
            .add("HashedCrossing", HashedCrossing::new)
            .add("Hashing", Hashing::new)
            .add("IntegerLookup", IntegerLookup::new)
            .add("MixUp", MixUp::new)
            .add("MelSpectrogram", MelSpectrogram::new)
            .add("Normalization", Normalization::new)
            .add("RandAugment", RandAugment::new)
            .add("RandomBrightness", RandomBrightness::new)
            .add("RandomColorDegeneration", RandomColorDegeneration::new)
            .add("RandomColorJitter", RandomColorJitter::new)
            .add("RandomContrast", RandomContrast::new)
            .add("RandomCrop", RandomCrop::new)
            .add("RandomElasticTransform", RandomElasticTransform::new)
            .add("RandomErasing", RandomErasing::new)
            .add("RandomFlip", RandomFlip::new)
            .add("RandomGaussianBlur", RandomGaussianBlur::new)
            .add("RandomGrayscale", RandomGrayscale::new)
            .add("RandomHue", RandomHue::new)
            .add("RandomInvert", RandomInvert::new)
            .add("RandomPerspective", RandomPerspective::new)
            .add("RandomPosterization", RandomPosterization::new)
            .add("RandomRotation", RandomRotation::new)
            .add("RandomSaturation", RandomSaturation::new)
            .add("RandomSharpness", RandomSharpness::new)
            .add("RandomShear", RandomShear::new)
            .add("RandomTranslation", RandomTranslation::new)
            .add("RandomZoom", RandomZoom::new)
            .add("Rescaling", Rescaling::new)
            .add("Resizing", Resizing::new)
            .add("STFTSpectrogram", STFTSpectrogram::new)
            .add("Solarization", Solarization::new)
            .add("StringLookup", StringLookup::new)
            .add("TextVectorization", TextVectorization::new);

    private PreprocessingLayers() {}
}
