package org.kerata;

import org.kerata.layers.Layers;

/** Tells the table of layers of the models that stand in files: a model within another is a layer. */
final class ModelClasses {
    static {
        Layers.NAMES
                .add("Sequential", "keras", null, Sequential::new)
                .add("Functional", "keras.src.models.functional", "Functional", Functional::new);
    }

    private ModelClasses() {}

    /** Does nothing but see to it that the models are known. */
    static void register() {}
}
